namespace EarlyExit.Data.Files;

/// <summary>MNIST and sets laid out like it: a folder with four IDX files, each raw or gzipped.</summary>
public static class IdxFiles
{
    /// <summary>Reads the folder; a stratified tenth of the training samples becomes the validation set.</summary>
    /// <exception cref="DataMissingException">A file is in the folder neither raw nor with <c>.gz</c>.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or images and labels do not fit together.</exception>
    public static DataSet Open(string name, string folder, IReadOnlyList<string> classNames) =>
        DataSets.WithValidation(name, Part(name, folder, "train", classNames), Part(name, folder, "t10k", classNames));

    private static ImageSet Part(string name, string folder, string prefix, IReadOnlyList<string> classNames)
    {
        var imageFile = Find(name, Path.Combine(folder, $"{prefix}-images-idx3-ubyte"));
        var labelFile = Find(name, Path.Combine(folder, $"{prefix}-labels-idx1-ubyte"));
        var (shape, pixels) = IdxFile.Read(imageFile, dimensions: 3);
        var (_, labels) = IdxFile.Read(labelFile, dimensions: 1);
        if (labels.Length != shape[0])
            throw new DataFormatException(labelFile, 4, $"{labels.Length} labels", $"{shape[0]}, as many as there are images in {imageFile}");
        var bad = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classNames.Count - 1));
        if (bad >= 0)
            throw new DataFormatException(labelFile, IdxFile.HeaderLength(1) + bad, $"label {labels[bad]}", $"0 to {classNames.Count - 1}");
        return new(name, pixels, [.. labels.Select(label => (int)label)], 1, shape[1], shape[2], classNames);
    }

    private static string Find(string name, string raw) =>
        File.Exists(raw) ? raw : File.Exists(raw + ".gz") ? raw + ".gz" : throw new DataMissingException(name, raw + ".gz");
}
