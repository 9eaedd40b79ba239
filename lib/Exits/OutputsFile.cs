using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using EarlyExit.Workbook;

namespace EarlyExit.Exits;

/// <summary>How logits are stored in a file.</summary>
public enum LogitsPrecision
{
    /// <summary>4 bytes each, nothing is lost.</summary>
    Single,

    /// <summary>2 bytes each: about three decimal digits, up to 65,504.</summary>
    Half,
}

/// <summary>
/// Outputs as a NumPy file. From PyTorch: <c>numpy.savez("net.npz", logits=logits.numpy(), labels=labels.numpy(), costs=costs)</c> with
/// logits <c>[L, N, C]</c>, labels <c>[N]</c> and relative cumulative costs <c>[L]</c>; info, a JSON object as UTF-8 bytes, is optional.
/// </summary>
internal static class OutputsFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public static ExitOutputs Read(string path) => Read(path, npz => Read(npz, path));

    public static RegressionOutputs ReadRegression(string path) => Read(path, npz => ReadRegression(npz, path));

    private static T Read<T>(string path, Func<Npz, T> read)
    {
        try
        {
            return Npz.Read(path, read);
        }
        catch (ArgumentException error)
        {
            throw new OutputsFormatException(path, "", $"outputs that do not fit together ({error.Message.TrimEnd('.')})", "sound outputs", error);
        }
    }

    public static void Write(string path, ExitOutputs outputs, LogitsPrecision precision) => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        int[] shape = [outputs.L, outputs.N, outputs.C];
        if (precision == LogitsPrecision.Half) Npz.Add<Half>(archive, "logits", NpyHeader.Half, Halves(outputs.Logits), shape);
        else Npz.Add(archive, "logits", NpyHeader.Single, outputs.Logits, shape);
        Npz.Add(archive, "labels", NpyHeader.Int32, outputs.Labels, outputs.N);
        Add(archive, outputs.Costs, outputs.Info);
    });

    public static void Write(string path, RegressionOutputs outputs) => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Npz.Add(archive, "predictions", NpyHeader.Single, outputs.Predictions.Values, outputs.L, outputs.N);
        Npz.Add(archive, "targets", NpyHeader.Single, outputs.Targets, outputs.N);
        Add(archive, outputs.Costs, outputs.Info);
    });

    private static void Add(ZipArchive archive, IReadOnlyList<double> costs, OutputsInfo about)
    {
        Npz.Add<double>(archive, "costs", NpyHeader.Double, [.. costs], costs.Count);
        byte[] info = JsonSerializer.SerializeToUtf8Bytes(about, Format);
        Npz.Add<byte>(archive, "info", NpyHeader.Byte, info, info.Length);
    }

    private static ExitOutputs Read(Npz npz, string path)
    {
        var (logits, shape) = npz.Array<float>("logits", NpyHeader.Half, NpyHeader.Single, NpyHeader.Double);
        if (shape.Length != 3) throw Shape(path, "logits", shape, "3 dimensions (exits, samples, classes)");
        var (labels, labelShape) = npz.Array<int>("labels", NpyHeader.Byte, NpyHeader.Int32, NpyHeader.Int64);
        if (labelShape is not [var n] || n != shape[1]) throw Shape(path, "labels", labelShape, $"[{shape[1]}], one for each sample of the logits");
        return new ExitOutputs(logits, labels, Costs(npz, path, shape[0], "the logits"), shape[2], Info(npz, path));
    }

    private static RegressionOutputs ReadRegression(Npz npz, string path)
    {
        var (predictions, shape) = npz.Array<float>("predictions", NpyHeader.Half, NpyHeader.Single, NpyHeader.Double);
        if (shape.Length != 2) throw Shape(path, "predictions", shape, "2 dimensions (exits, samples)");
        var (targets, targetShape) = npz.Array<float>("targets", NpyHeader.Half, NpyHeader.Single, NpyHeader.Double);
        if (targetShape is not [var n] || n != shape[1]) throw Shape(path, "targets", targetShape, $"[{shape[1]}], one for each sample of the predictions");
        return new RegressionOutputs(predictions, targets, Costs(npz, path, shape[0], "the predictions"), Info(npz, path));
    }

    private static double[] Costs(Npz npz, string path, int exits, string of)
    {
        var (costs, shape) = npz.Array<double>("costs", NpyHeader.Half, NpyHeader.Single, NpyHeader.Double, NpyHeader.Int32, NpyHeader.Int64);
        return shape is [var l] && l == exits ? costs : throw Shape(path, "costs", shape, $"[{exits}], one for each exit of {of}");
    }

    private static OutputsFormatException Shape(string path, string key, int[] found, string expected) =>
        new(path, key, $"shape [{string.Join(", ", found)}]", expected);

    private static OutputsInfo Info(Npz npz, string path)
    {
        if (!npz.Has("info")) return OutputsInfo.Unknown;
        var (bytes, _) = npz.Array<byte>("info", NpyHeader.Byte);
        try
        {
            return JsonSerializer.Deserialize<OutputsInfo>(bytes, Format)
                ?? throw new OutputsFormatException(path, "info", "null", "a JSON object");
        }
        catch (JsonException error)
        {
            throw new OutputsFormatException(path, "info", $"text that is no JSON object of the kind ({error.Message.TrimEnd('.')})",
                "network, dataSet, split, regime, seed, variant, made", error);
        }
    }

    private static Half[] Halves(ReadOnlySpan<float> logits)
    {
        var halves = new Half[logits.Length];
        for (var k = 0; k < halves.Length; k++)
        {
            halves[k] = (Half)logits[k];
            if (Half.IsInfinity(halves[k])) throw new OverflowException($"Logit {logits[k]} is too large for half precision (65,504); save it in single precision.");
        }
        return halves;
    }
}
