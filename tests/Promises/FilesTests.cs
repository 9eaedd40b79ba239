using EarlyExit.Tests.Regimes;

namespace EarlyExit.Tests.Promises;

/// <summary>
/// Files that are not what they claim, one generic fuzzer over every format that the workbook reads: refused with a declared error that
/// names the file, or read; within a second; allocating at most a stated multiple of the file's size.
/// </summary>
[Collection("torch")]
public sealed class FilesTests : OneThread
{
    private const int Seed = 7;

    public static TheoryData<string> Names => [.. Formats.Select(format => format.Name)];

    private static IEnumerable<FileFormat> Formats => FileFormats.All.Where(format => Packages.AreCompat || !format.IsOfPackage);

    private static FileFormat Format(string name) => FileFormats.All.Single(format => format.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutated_files_are_refused_by_name_or_read(string name) => Mutate(Format(name), 200);

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_cut_anywhere_are_refused(string name)
    {
        var format = Format(name);
        using var fuzzer = new Fuzzer(format);
        for (var file = 0; file < format.Files.Count; file++)
        {
            var sample = format.Files[file].Bytes;
            // Of long files the beginning, the end and some places between.
            foreach (var cut in Mutator.Cuts(sample).Where(cut => cut.Length < 200 || sample.Length - cut.Length < 100 || cut.Length % 37 == 0))
            {
                var refused = fuzzer.Try(file, cut, $"cut to {cut.Length} bytes");
                if (!format.HasNoEnd && format.Refusals.Count > 0 && !format.Files[file].Name.EndsWith(".txt", StringComparison.Ordinal))
                    Assert.True(refused, $"{name}, {format.Files[file].Name} cut to {cut.Length} of {sample.Length} bytes was read");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_after_the_end_are_refused(string name)
    {
        var format = Format(name);
        if (format.HasNoEnd || format.Refusals.Count == 0) return; // text goes on, and a damaged entry of a cache counts as absent
        using var fuzzer = new Fuzzer(format);
        foreach (var more in new byte[][] { [0], [1], [.. "PK"u8], new byte[100] })
            fuzzer.Try(0, [.. format.Files[0].Bytes, .. more], $"with {more.Length} bytes more");
        Assert.Equal(fuzzer.Tried, fuzzer.Refused);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Extreme_numbers_anywhere_are_refused_or_read(string name) => Overwrite(Format(name), stride: 61, sparse: 13);

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "files")]
    public void Hundreds_of_thousands_of_mutations_of_every_format()
    {
        // Formats side by side: each has its folder, and what a reading allocates is counted on its thread.
        Parallel.ForEach(Formats, new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount }, format => Tell(Mutate(format, format.LongInputs)));
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "files")]
    public void Every_number_of_every_format_extreme()
    {
        foreach (var format in Formats)
            Report.Count("extreme numbers tried", Overwrite(format, stride: format.Files.Sum(file => file.Bytes.Length) > 5000 ? 17 : 1, sparse: 5).Tried);
    }

    private static void Tell((string Name, int Tried, int Refused, double MostPerByte, double Slowest) outcome)
    {
        Report.Count("inputs tried", outcome.Tried);
        Report.Count("refused", outcome.Refused);
        Report.Say($"{outcome.Name}: {outcome.Tried:N0} mutations, {outcome.Refused:N0} refused, none crashed; at most {outcome.MostPerByte:F1} bytes allocated for a byte of the file beyond 1 MB, slowest {outcome.Slowest:F0} ms.");
    }

    private static (string Name, int Tried, int Refused, double MostPerByte, double Slowest) Mutate(FileFormat format, int inputs)
    {
        using var fuzzer = new Fuzzer(format);
        for (var n = 0; n < inputs; n++)
        {
            // The first file takes half of the mutations; each file some in a row.
            var file = n / 8 % 2 == 0 ? 0 : n / 16 % format.Files.Count;
            fuzzer.Try(file, Mutator.Mutate(format.Files[file].Bytes, Seed, n), $"mutation {n} of seed {Seed}");
        }
        return (format.Name, fuzzer.Tried, fuzzer.Refused, fuzzer.MostPerByte, fuzzer.Slowest);
    }

    private static (string Name, int Tried, int Refused, double MostPerByte, double Slowest) Overwrite(FileFormat format, int stride, int sparse)
    {
        using var fuzzer = new Fuzzer(format);
        for (var file = 0; file < format.Files.Count; file++)
            foreach (var (k, changed) in Mutator.Extreme(format.Files[file].Bytes, stride).Index())
                if (k % sparse == 0)
                    fuzzer.Try(file, changed, $"extreme number {k}");
        return (format.Name, fuzzer.Tried, fuzzer.Refused, fuzzer.MostPerByte, fuzzer.Slowest);
    }
}
