using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

/// <summary>Tensors as tests/golden/torch/make.py writes them.</summary>
internal static class Golden
{
    public static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "torch", file))).RootElement;

    public static Tensor Unpack(JsonElement packed)
    {
        var values = packed.GetProperty("data").EnumerateArray().Select(Value).ToArray();
        var shape = packed.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        return tensor(values, shape, Dtype(packed.GetProperty("dtype").GetString()!));
    }

    /// <summary>Fails unless dtype and shape are the same and the values agree to rounding.</summary>
    public static void Same(JsonElement expected, Tensor actual, string what)
    {
        using var wanted = Unpack(expected);
        Assert.True(wanted.dtype == actual.dtype, $"{what}: dtype {actual.dtype}, PyTorch {wanted.dtype}");
        Assert.True(wanted.shape.SequenceEqual(actual.shape), $"{what}: shape [{string.Join(", ", actual.shape)}], PyTorch [{string.Join(", ", wanted.shape)}]");
        var tolerance = actual.dtype == ScalarType.Float32 ? 1e-6 : 1e-11;
        using var difference = actual.@double();
        Assert.True(wanted.@double().allclose(difference, tolerance, tolerance, equal_nan: true), $"{what}: [{string.Join(", ", actual.@double().flatten().data<double>())}], PyTorch [{string.Join(", ", wanted.@double().flatten().data<double>())}]");
    }

    private static double Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetString() switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, _ => double.NegativeInfinity },
        _ => value.GetDouble(),
    };

    private static ScalarType Dtype(string name) => name switch
    {
        "float64" => float64,
        "float32" => float32,
        "int64" => int64,
        "int32" => int32,
        "uint8" => uint8,
        "bool" => torch.@bool,
        _ => throw new ArgumentException($"dtype '{name}' of a golden value is unknown", nameof(name)),
    };
}
