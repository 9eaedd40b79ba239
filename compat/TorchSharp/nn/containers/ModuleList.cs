using System.Collections;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A list of modules that are named by their places, 0 onwards, once a module that holds the list registers it.</summary>
public class ModuleList<T>(params T[] modules) : Module(nameof(ModuleList)), IList<T> where T : Module
{
    private readonly List<T> list = [.. modules];
    private bool registered;

    protected override void RegisterComponents()
    {
        if (registered) return;
        for (var i = 0; i < list.Count; i++) register_module(i.ToString(), list[i]);
        registered = true;
    }

    public T this[int index]
    {
        get => list[index];
        set => list[index] = value;
    }

    public int Count => list.Count;
    public bool IsReadOnly => false;
    public void Add(T item) => list.Add(item);
    public void append(params T[] parameters) => list.AddRange(parameters);
    public void extend(IEnumerable<T> modules) => list.AddRange(modules);
    public void Insert(int index, T item) => list.Insert(index, item);
    public void Clear() => list.Clear();
    public bool Contains(T item) => list.Contains(item);
    public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);
    public int IndexOf(T item) => list.IndexOf(item);
    public bool Remove(T item) => list.Remove(item);
    public void RemoveAt(int index) => list.RemoveAt(index);
    public IEnumerator<T> GetEnumerator() => list.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
