using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

/// <summary>Native memory of tensors that nobody disposes is given back.</summary>
[Collection("torch")]
public class MemoryTests
{
    [Fact]
    public void A_loop_without_dispose_scopes_stays_within_a_bound()
    {
        Packages.SkipUnlessCompat("TorchSharp does not tell the garbage collector of native memory, so that resident memory grows until it runs.");
        // 1,500 steps of some 1.5 MB: 2 GB where nothing is released.
        const int elements = 30_000;
        using var w = full(elements, 0.01).requires_grad_();
        var before = Resident();
        var peak = 0L;
        for (var step = 0; step < 1_500; step++)
        {
            var x = rand(elements);
            var loss = ((x * w).sigmoid() - x).square().mean();
            loss.backward();
            using (no_grad()) w.sub_(w.grad! * 0.1);
            w.grad!.zero_();
            if (step % 50 == 0) peak = Math.Max(peak, Resident());
        }
        Assert.True(peak - before < 600L << 20, $"resident memory grew from {before >> 20} to {peak >> 20} MB");
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
