using EarlyExit.Exits;

namespace EarlyExit.Data.Files;

/// <summary>
/// Images of one's own as NumPy arrays, read lazily: <c>images.npy</c>, uint8 <c>[N, Ch, H, W]</c>, with <c>labels.npy</c>, integers <c>[N]</c>, and,
/// if one likes, <c>classes.txt</c>, a name a line. data/README.md has the lines of Python that write them.
/// </summary>
public static class NumPyImages
{
    /// <summary>
    /// Opens a folder that holds the parts <c>train</c>, <c>test</c> and perhaps <c>validation</c> as folders of the two files, or the two files
    /// themselves. Parts that are missing are set aside from the training part, the same fraction of each class, always the same
    /// samples: a fifth for the test part, then a tenth for the validation part.
    /// </summary>
    /// <param name="folder">The folder. The data set has its name.</param>
    /// <exception cref="DataMissingException">A file is not there.</exception>
    /// <exception cref="DataFormatException">An array has another type or shape, is cut off, or a label is none.</exception>
    public static DataSet Open(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var name = Path.GetFileName(folder);
        string[] names = File.Exists(Path.Combine(folder, "classes.txt")) ? File.ReadAllLines(Path.Combine(folder, "classes.txt")) : [];
        if (!Directory.Exists(Path.Combine(folder, "train")))
        {
            var all = Part(name, folder, names);
            var (kept, heldOut) = StratifiedSplit.Indices(all, .2);
            return DataSets.WithValidation(name, all.Subset(kept), all.Subset(heldOut));
        }
        var train = Part(name, Path.Combine(folder, "train"), names);
        if (names.Length == 0) names = [.. train.ClassNames];
        var test = Part(name, Path.Combine(folder, "test"), names, train);
        var validation = Path.Combine(folder, "validation");
        return Directory.Exists(validation)
            ? new(name, train.Named($"{name} train"), Part(name, validation, names, train).Named($"{name} validation"), test.Named($"{name} test"))
            : DataSets.WithValidation(name, train, test);
    }

    private static ImageSet Part(string name, string folder, string[] names, ImageSet? like = null)
    {
        string imageFile = Path.Combine(folder, "images.npy"), labelFile = Path.Combine(folder, "labels.npy");
        foreach (var file in new[] { imageFile, labelFile })
            if (!File.Exists(file)) throw new DataMissingException(name, file);
        var (images, start) = Header(imageFile);
        if (images is not { Type: NpyHeader.Byte, Shape: [var count, var channels, var height, var width] } || channels < 1 || height < 1 || width < 1)
            throw new DataFormatException(imageFile, 0, images.ToString(), $"{NpyHeader.Byte} [samples, channels, height, width]");
        if (like is not null && (channels, height, width) != (like.Channels, like.Height, like.Width))
            throw new DataFormatException(imageFile, 0, images.ToString(), $"images of {like.Channels} x {like.Height} x {like.Width}, as in the training part");
        RequireLength(imageFile, start, images);
        var labels = Labels(labelFile, count);
        string[] classes = names.Length > 0 ? names : [.. Enumerable.Range(0, labels.Length == 0 ? 0 : labels.Max() + 1).Select(label => $"{label}")];
        if (Array.FindIndex(labels, label => label >= classes.Length) is >= 0 and var bad)
            throw new DataFormatException(labelFile, 0, $"label {labels[bad]} at sample {bad}", $"0 to {classes.Length - 1}");
        return new(name, new MappedPixels(imageFile, start), labels, channels, height, width, classes);
    }

    private static int[] Labels(string path, int count)
    {
        var (header, start) = Header(path);
        if (header.Shape is not [var found] || header.Type is not (NpyHeader.Byte or NpyHeader.Int32 or NpyHeader.Int64))
            throw new DataFormatException(path, 0, header.ToString(), $"{NpyHeader.Int64}, {NpyHeader.Int32} or {NpyHeader.Byte} [samples]");
        if (found != count) throw new DataFormatException(path, 0, $"{found} labels", $"{count}, as many as there are images");
        RequireLength(path, start, header);
        using var content = new BinaryReader(File.OpenRead(path));
        content.BaseStream.Position = start;
        var labels = new int[count];
        for (var n = 0; n < count; n++)
        {
            var label = header.Type switch { NpyHeader.Byte => content.ReadByte(), NpyHeader.Int32 => content.ReadInt32(), _ => content.ReadInt64() };
            if (label is < 0 or > 1_000_000)
                throw new DataFormatException(path, start + (long)n * header.ItemBytes, $"label {label} at sample {n}", "a class from 0 on");
            labels[n] = (int)label;
        }
        return labels;
    }

    private static (NpyHeader Header, int Start) Header(string path)
    {
        using var content = File.OpenRead(path);
        try
        {
            return NpyHeader.Read(content, path, "array");
        }
        catch (OutputsFormatException error)
        {
            throw new DataFormatException(path, 0, error.Found, error.Expected);
        }
    }

    private static void RequireLength(string path, int start, NpyHeader header)
    {
        var expected = (UInt128)start + header.Items * (UInt128)header.ItemBytes;
        if (expected != (UInt128)new FileInfo(path).Length)
            throw new DataFormatException(path, new FileInfo(path).Length, "the end of the file", $"it at byte {expected}, after {header}");
    }
}
