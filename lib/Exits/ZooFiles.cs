using System.Text.Json;
using EarlyExit.Workbook;

namespace EarlyExit.Exits;

/// <summary>The zoo on disk: a folder per network with two files of outputs, and an index that is made from them.</summary>
internal static class ZooFiles
{
    public const string Validation = "validation.npz", Test = "test.npz", Index = "index.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether a network is there as a whole; its test outputs are written last.</summary>
    public static bool Has(string folder, string name) => File.Exists(Path.Combine(folder, name, Test));

    /// <summary>Stores a network's outputs, in half precision.</summary>
    public static void Write(string folder, string name, ExitOutputs validation, ExitOutputs test)
    {
        validation.Save(Path.Combine(folder, name, Validation), LogitsPrecision.Half);
        test.Save(Path.Combine(folder, name, Test), LogitsPrecision.Half);
    }

    /// <summary>Stores a network's outputs on test samples under a shift.</summary>
    public static void WriteShifted(string folder, string name, string shift, ExitOutputs outputs) =>
        outputs.Save(Path.Combine(folder, name, Shifted(shift)), LogitsPrecision.Half);

    /// <summary>The file of a shift.</summary>
    public static string Shifted(string shift) => $"test-{shift}.npz";

    /// <summary>Makes the index anew from the files that are there.</summary>
    public static void WriteIndex(string folder)
    {
        var records = Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>()
            .Where(name => Has(folder, name)).Order(StringComparer.Ordinal).Select(name => RecordOf(folder, name));
        AtomicFile.WriteText(Path.Combine(folder, Index), JsonSerializer.Serialize(records.ToArray(), Format) + "\n");
    }

    /// <summary>Reads the index.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="OutputsFormatException">It is no index.</exception>
    public static ZooRecord[] ReadIndex(string folder)
    {
        var path = Path.Combine(folder, Index);
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is not there; ./workbook train zoo makes the zoo.", path);
        try
        {
            var records = JsonSerializer.Deserialize<ZooRecord[]>(File.ReadAllBytes(path), Format)
                ?? throw new OutputsFormatException(path, "", "null", "a list of networks");
            foreach (var record in records)
                if (record is null) throw new OutputsFormatException(path, "", "null in the list", "networks");
                else if (record.Name != Path.GetFileName(record.Name) || record.Name is "" or "." or "..")
                    throw new OutputsFormatException(path, "name", $"'{record.Name}'", "the name of a folder beside the index");
            return records;
        }
        catch (JsonException error)
        {
            throw new OutputsFormatException(path, error.Path ?? "", $"text that is no index ({error.Message.TrimEnd('.')})", "a list of networks", error);
        }
    }

    private static ZooRecord RecordOf(string folder, string name)
    {
        var test = ExitOutputs.Load(Path.Combine(folder, name, Test));
        var info = test.Info;
        var shifts = Directory.EnumerateFiles(Path.Combine(folder, name), Shifted("*")).Select(Path.GetFileNameWithoutExtension)
            .OfType<string>().Select(file => file["test-".Length..]).Order(StringComparer.Ordinal);
        return new(name, info.Network, info.Regime, info.Seed, info.Variant, info.DataSet, info.Made,
            [.. test.Costs.Select(cost => Math.Round(cost, 6))], [.. test.Accuracy().Select(accuracy => Math.Round(accuracy, 6))], [.. shifts]);
    }
}
