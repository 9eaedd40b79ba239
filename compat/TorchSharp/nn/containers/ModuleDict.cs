using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order of their addition, once a module that holds the dictionary registers it.</summary>
public class ModuleDict<T>() : Module(nameof(ModuleDict)), IEnumerable<(string, T)> where T : Module
{
    private readonly OrderedDictionary<string, T> entries = [];
    private bool registered;

    protected override void RegisterComponents()
    {
        if (registered) return;
        foreach (var (name, module) in entries) register_module(name, module);
        registered = true;
    }

    public T this[string key]
    {
        get => entries[key];
        set => entries[key] = value;
    }

    public (string, T) this[int index] => (entries.GetAt(index).Key, entries.GetAt(index).Value);

    public int Count => entries.Count;
    public ICollection<string> Keys => entries.Keys;
    public ICollection<T> Values => entries.Values;
    public IEnumerable<string> keys() => entries.Keys;
    public IEnumerable<T> values() => entries.Values;
    public IEnumerator<(string, T)> items() => GetEnumerator();
    public void Add(string key, T value) => entries.Add(key, value);
    public void Add((string, T) item) => entries.Add(item.Item1, item.Item2);
    public bool ContainsKey(string key) => entries.ContainsKey(key);
    public bool Remove(string key) => entries.Remove(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => entries.TryGetValue(key, out value);
    public void clear() => entries.Clear();
    public void Clear() => entries.Clear();
    public IEnumerator<(string, T)> GetEnumerator() => entries.Select(entry => (entry.Key, entry.Value)).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
