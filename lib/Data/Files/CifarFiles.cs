namespace EarlyExit.Data.Files;

/// <summary>
/// The binary versions of CIFAR-10 and CIFAR-100: records of one label byte (CIFAR-100: a coarse one, then the fine one that
/// is used here) and 3 x 32 x 32 pixel bytes, red plane first; class names, one a line, in a text file.
/// </summary>
public static class CifarFiles
{
    private const int Side = 32, Pixels = 3 * Side * Side;

    /// <summary>Reads CIFAR-10 from the folder <c>cifar-10-batches-bin</c>; a stratified tenth of the training samples, 5,000, becomes the validation set.</summary>
    /// <exception cref="DataMissingException">A file is not there.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static DataSet Open10(string folder)
    {
        string[] train = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];
        return Open("cifar-10", folder, train, "test_batch.bin", "batches.meta.txt", [10]);
    }

    /// <summary>Reads CIFAR-100 with its 100 fine classes from the folder <c>cifar-100-binary</c>; otherwise as <see cref="Open10"/>.</summary>
    /// <inheritdoc cref="Open10"/>
    public static DataSet Open100(string folder) =>
        Open("cifar-100", folder, ["train.bin"], "test.bin", "fine_label_names.txt", [20, 100]);

    /// <param name="name">Of the data set.</param>
    /// <param name="folder">Where its files are.</param>
    /// <param name="train">Files of training records.</param>
    /// <param name="test">File of test records.</param>
    /// <param name="names">File of class names.</param>
    /// <param name="labelRanges">Number of classes of each label byte of a record; the last one is the label.</param>
    private static DataSet Open(string name, string folder, string[] train, string test, string names, int[] labelRanges)
    {
        string[] paths = [.. train.Append(test).Append(names).Select(file => Path.Combine(folder, file))];
        if (Array.Find(paths, path => !File.Exists(path)) is { } missing) throw new DataMissingException(name, missing);
        var classNames = ReadNames(paths[^1], labelRanges[^1]);
        return DataSets.WithValidation(name, Read(name, paths[..^2], labelRanges, classNames), Read(name, [paths[^2]], labelRanges, classNames));
    }

    private static string[] ReadNames(string path, int count)
    {
        string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).Take(count + 1)];
        return names.Length == count ? names : throw new DataFormatException(path, 0, $"{(names.Length > count ? "more than " + count : names.Length)} class names", $"{count}, one a line");
    }

    private static ImageSet Read(string name, string[] paths, int[] labelRanges, string[] classNames)
    {
        var recordLength = labelRanges.Length + Pixels;
        var counts = paths.Select(path => CountRecords(path, recordLength)).ToArray();
        var pixels = GC.AllocateUninitializedArray<byte>(checked(counts.Sum() * Pixels));
        var labels = new int[counts.Sum()];
        var bad = new DataFormatException?[paths.Length];
        Parallel.For(0, paths.Length, file =>
        {
            using var content = new FileStream(paths[file], FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var n = counts[..file].Sum();
            for (var record = 0; record < counts[file] && bad[file] is null; record++, n++)
            {
                for (var i = 0; i < labelRanges.Length; i++)
                {
                    labels[n] = content.ReadByte();
                    if ((uint)labels[n] >= labelRanges[i])
                        bad[file] ??= new DataFormatException(paths[file], (long)record * recordLength + i, $"label {labels[n]}", $"0 to {labelRanges[i] - 1}");
                }
                content.ReadExactly(pixels.AsSpan(n * Pixels, Pixels));
            }
        });
        return Array.Find(bad, error => error is not null) is { } first ? throw first : new(name, pixels, labels, 3, Side, Side, classNames);
    }

    private static int CountRecords(string path, int recordLength)
    {
        var length = new FileInfo(path).Length;
        if (length == 0 || length % recordLength != 0 || length > Array.MaxLength)
            throw new DataFormatException(path, length, "the end of the file", $"a whole number of records of {recordLength} bytes");
        return (int)(length / recordLength);
    }
}
