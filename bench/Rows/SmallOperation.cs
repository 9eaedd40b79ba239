using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Bench.Rows;

/// <summary>What one call of an operation costs beside its arithmetic: 16 numbers, so that there is next to none.</summary>
internal static class SmallOperation
{
    private const int Numbers = 16;

    public static IEnumerable<Result> Measure(Arena arena)
    {
        using var x = torch.ones(Numbers);
        using var y = torch.ones(Numbers);
        var forward = arena.Between(() => (x + y).Dispose(), arena.Python("operation.forward", new { numbers = Numbers }));
        yield return Result.Of("operation", "forward", forward, mark: 1.1, "16 numbers added");
        using var weight = torch.ones(Numbers, requires_grad: true);
        var both = arena.Between(
            () =>
            {
                using var step = NewDisposeScope();
                (weight * y).sum().backward();
            },
            arena.Python("operation.forward_and_backward", new { numbers = Numbers }));
        yield return Result.Of("operation", "forward and backward", both, mark: 1.1, "16 numbers multiplied, summed");
    }
}
