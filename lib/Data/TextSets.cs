using EarlyExit.Data.Files;
using EarlyExit.Workbook;

namespace EarlyExit.Data;

/// <summary>The sets of texts by name: the built-in ones and those that <c>./workbook data NAME</c> downloads.</summary>
public static class TextSets
{
    private static readonly Dictionary<string, Func<string, TextData>> Known = new()
    {
        ["topics"] = _ => Topics.Create(seed: 0),
        ["sentence-pairs"] = _ => SentencePairs.Create(seed: 0),
        ["20-newsgroups"] = folder => NewsgroupFiles.Open(Path.Combine(folder, "20-newsgroups")),
        ["sts-b"] = folder => StsFiles.Open(Path.Combine(folder, "stsbenchmark")),
    };

    /// <summary>Every name that <see cref="Open(string)"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>Reads a set of texts with the usual settings; <see cref="NewsgroupFiles"/> and <see cref="StsFiles"/> take others. What is downloaded is looked for in <see cref="Session.DataFolder"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no set of that name.</exception>
    /// <exception cref="DataMissingException">It has not been downloaded.</exception>
    /// <exception cref="DataFormatException">A file of it is damaged.</exception>
    public static TextData Open(string name) => Open(name, Session.DataFolder);

    /// <summary>Reads a set of texts from <paramref name="folder"/>, which holds one folder per data set.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static TextData Open(string name, string folder) =>
        Known.TryGetValue(name, out var open)
            ? open(folder)
            : throw new ArgumentException($"There is no set of texts '{name}', expected one of {string.Join(", ", Names)}.", nameof(name));
}
