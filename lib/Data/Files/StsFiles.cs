using System.Globalization;
using System.Text;

namespace EarlyExit.Data.Files;

/// <summary>
/// The STS Benchmark (Cer et al., SemEval-2017 task 1): pairs of sentences with a similarity from 0 to 5, in <c>sts-train.csv</c>,
/// <c>sts-dev.csv</c> and <c>sts-test.csv</c>. Despite their names they hold tab-separated columns without quoting: genre, file, year,
/// number, score, sentence 1, sentence 2 and, in some rows, sources.
/// </summary>
public static class StsFiles
{
    private const string Name = "sts-b";
    private const int Score = 4, First = 5, Second = 6;

    /// <summary>Reads the three files; the development part is for validation. The vocabulary is made from the training part.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="length">T, tokens of a pair, class and separators included; longer pairs are cut.</param>
    /// <param name="vocabulary">V, the most ids.</param>
    /// <exception cref="DataMissingException">A file is not there.</exception>
    /// <exception cref="DataFormatException">A row is none.</exception>
    public static TextData Open(string folder, int length = 64, int vocabulary = 8000)
    {
        string[] paths = [.. new[] { "sts-train.csv", "sts-dev.csv", "sts-test.csv" }.Select(file => Path.Combine(folder, file))];
        if (Array.Find(paths, path => !File.Exists(path)) is { } missing) throw new DataMissingException(Name, missing);
        var parts = paths.Select(Read).ToArray();
        var known = Vocabulary.Of(parts[0].SelectMany(pair => new[] { pair.First, pair.Second }), vocabulary);
        return new(Name, Encoded("train", parts[0]), Encoded("validation", parts[1]), Encoded("test", parts[2]));

        TextSet Encoded(string part, IReadOnlyList<(float Score, string First, string Second)> pairs) => new(
            $"{Name} {part}", [.. pairs.SelectMany(pair => known.Encode(length, pair.First, pair.Second))], length, known, [.. pairs.Select(pair => pair.Score)]);
    }

    private static (float Score, string First, string Second)[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var pairs = new List<(float, string, string)>();
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start) is var found && found < 0 ? bytes.Length : found;
            var columns = Encoding.UTF8.GetString(bytes, start, end - start).TrimEnd('\r').Split('\t');
            if (columns.Length <= Second)
                throw new DataFormatException(path, start, $"{columns.Length} tab-separated columns in row {pairs.Count + 1}", "at least 7");
            if (!float.TryParse(columns[Score], NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || !(score >= 0 && score <= 5))
                throw new DataFormatException(path, start, $"the score '{columns[Score]}' in row {pairs.Count + 1}", "a number from 0 to 5");
            pairs.Add((score, columns[First], columns[Second]));
            start = end + 1;
        }
        return pairs.Count > 0 ? [.. pairs] : throw new DataFormatException(path, 0, "no row", "pairs of sentences");
    }
}
