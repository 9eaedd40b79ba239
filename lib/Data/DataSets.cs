using EarlyExit.Data.Files;
using EarlyExit.Workbook;

namespace EarlyExit.Data;

/// <summary>
/// The sets of images by name: the built-in one, those that <c>./workbook data NAME</c> downloads, and one's own by the path of a folder
/// (<see cref="NumPyImages"/>). Texts are in <see cref="TextSets"/>.
/// </summary>
public static class DataSets
{
    private static readonly Dictionary<string, Func<string, DataSet>> Known = new()
    {
        ["shapes"] = _ => Shapes.Create(seed: 0),
        ["mnist"] = folder => IdxFiles.Open("mnist", Path.Combine(folder, "mnist"), ClassNames.Digits),
        ["fashion-mnist"] = folder => IdxFiles.Open("fashion-mnist", Path.Combine(folder, "fashion-mnist"), ClassNames.Fashion),
        ["cifar-10"] = folder => CifarFiles.Open10(Path.Combine(folder, "cifar-10-batches-bin")),
        ["cifar-100"] = folder => CifarFiles.Open100(Path.Combine(folder, "cifar-100-binary")),
    };

    /// <summary>Every name that <see cref="Open(string)"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>Reads a data set; one that is downloaded is looked for in <see cref="Session.DataFolder"/>, and a tenth of its training samples, the same in each class, becomes the validation set.</summary>
    /// <param name="name">One of <see cref="Names"/>, or a folder.</param>
    /// <exception cref="ArgumentException">There is no data set of that name and no such folder.</exception>
    /// <exception cref="DataMissingException">It has not been downloaded.</exception>
    /// <exception cref="DataFormatException">A file of it is damaged.</exception>
    public static DataSet Open(string name) => Open(name, Session.DataFolder);

    /// <summary>Reads a data set from <paramref name="folder"/>, which holds one folder per data set.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static DataSet Open(string name, string folder) =>
        Known.TryGetValue(name, out var open)
            ? open(folder)
            : Directory.Exists(name) ? NumPyImages.Open(name)
            : throw new ArgumentException(TextSets.Names.Contains(name)
                ? $"The data set '{name}' has texts and not images; expected one of {string.Join(", ", Names)}."
                : $"There is no data set '{name}', expected one of {string.Join(", ", Names)}, or a folder with images.npy and labels.npy.", nameof(name));

    /// <summary>The data set with a stratified tenth of <paramref name="train"/> (seed 0) held out for validation.</summary>
    internal static DataSet WithValidation(string name, ImageSet train, ImageSet test)
    {
        var (kept, heldOut) = StratifiedSplit.Indices(train);
        return new(name, train.Subset(kept).Named($"{name} train"), train.Subset(heldOut).Named($"{name} validation"), test.Named($"{name} test"));
    }
}
