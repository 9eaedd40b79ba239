using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch.Nn;

/// <summary>What PyTorch computed: tests/golden/torch-nn, made by make.py there.</summary>
internal static class Golden
{
    public static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "torch-nn", file))).RootElement;

    public static Tensor ToTensor(this JsonElement packed)
    {
        long[] shape = [.. packed.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        var data = packed.GetProperty("data").EnumerateArray();
        var flat = packed.GetProperty("type").GetString() switch
        {
            "float32" => tensor(data.Select(value => value.GetSingle()).ToArray()),
            "int64" => tensor(data.Select(value => value.GetInt64()).ToArray()),
            "bool" => tensor(data.Select(value => value.GetBoolean()).ToArray()),
            var type => throw new NotSupportedException($"Golden values of type {type}."),
        };
        return flat.reshape(shape);
    }

    /// <summary>What the gradients of golden values are taken of: a sum with weights from 0.5 to 1.5.</summary>
    public static void BackwardWeighted(this Tensor output) =>
        (output * linspace(0.5, 1.5, output.numel(), dtype: ScalarType.Float32).reshape(output.shape)).sum().backward();

    /// <summary>Equal shapes, and values within 1e-5 of the larger of 1 and the expected one, or within what is given.</summary>
    public static void AssertClose(JsonElement expected, Tensor actual, double tolerance = 1e-5)
    {
        var wanted = expected.ToTensor();
        Assert.Equal(wanted.shape, actual.shape);
        var difference = ((wanted - actual.detach()).abs() / wanted.abs().clamp_min(1)).to(ScalarType.Float32);
        Assert.True(wanted.numel() == 0 || difference.max().ToSingle() <= tolerance, $"off by {difference.max().ToSingle()}");
    }

    /// <summary>Equal shapes, types and bits.</summary>
    public static void AssertSame(JsonElement expected, Tensor actual)
    {
        var wanted = expected.ToTensor();
        Assert.Equal(wanted.dtype, actual.dtype);
        Assert.Equal(wanted.shape, actual.shape);
        Assert.Equal(wanted.bytes.ToArray(), actual.detach().contiguous().bytes.ToArray());
    }
}
