using TorchSharp;

namespace EarlyExit.Tests.Promises;

/// <summary>The native tensors that are there, by TorchSharp's own count and without what that counts too often.</summary>
internal static class NativeTensors
{
    // TorchSharp 0.107 counts a parameter twice when it is made, as the tensor whose native one it takes over (Tensor.MoveHandle) and as
    // itself, and once when it goes: 1 for each parameter that ever was, though nothing of it is left. With compat it is 0.
    private static readonly Lazy<long> CountedTooOften = new(() =>
    {
        const int made = 100;
        var before = Counted();
        for (var k = 0; k < made; k++) torch.nn.Parameter(torch.zeros(1)).Dispose();
        var left = Counted() - before;
        Assert.True(left % made == 0, $"{left} native tensors left of {made} parameters");
        return left / made;
    });

    /// <summary>How many there are, once the garbage is collected.</summary>
    /// <param name="parameters">Parameters that were made in what is looked at: those of networks that were built or loaded.</param>
    public static long Count(long parameters = 0)
    {
        var tooOften = CountedTooOften.Value * parameters;
        return Counted() - tooOften;
    }

    private static long Counted()
    {
        for (var k = 0; k < 2; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return torch.Tensor.TotalCount;
    }
}
