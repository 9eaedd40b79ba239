using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

/// <summary>Values and gradients of every operation against PyTorch's.</summary>
[Collection("torch")]
public class OperationsTests
{
    private static readonly Dictionary<string, JsonElement> cases =
        Golden.Read("operations.json").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Operations.All.Keys];

    [Fact]
    public void Every_golden_value_has_its_operation_and_every_operation_its_golden_value() =>
        Assert.Equal(cases.Keys.Order(), Operations.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var golden = cases[name];
        var gradients = golden.GetProperty("gradients").EnumerateArray().ToArray();
        var leaves = golden.GetProperty("inputs").EnumerateArray().Select(Golden.Unpack).ToArray();
        for (var i = 0; i < leaves.Length; i++)
            if (gradients[i].ValueKind != JsonValueKind.Null) leaves[i].requires_grad_();

        // What an operation changes in place must not be a leaf.
        var results = Operations.All[name]([.. leaves.Select(leaf => leaf.requires_grad ? leaf * 1 : leaf)]);

        var expected = golden.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, results.Length);
        for (var k = 0; k < results.Length; k++) Golden.Same(expected[k], results[k], $"{name}, result {k}");

        var tracked = results.Where(result => result.requires_grad).ToList();
        Assert.Equal(gradients.Any(gradient => gradient.ValueKind != JsonValueKind.Null), tracked.Count > 0);
        if (tracked.Count == 0) return;
        var seeds = tracked.Select(result => arange(result.numel(), dtype: float64).cos().reshape(result.shape)).ToList();
        autograd.backward(tracked, seeds);
        for (var i = 0; i < leaves.Length; i++)
            if (gradients[i].ValueKind != JsonValueKind.Null) Golden.Same(gradients[i], leaves[i].grad!, $"{name}, gradient {i}");
    }
}
