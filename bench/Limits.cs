using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Bench;

/// <summary>What the machine can do at most with these threads: no network can multiply faster than a plain matrix product, or move memory faster than a copy.</summary>
/// <param name="Multiplications">Floating-point operations per second of a 1024 x 1024 matrix product, the best of several.</param>
/// <param name="Copy">Bytes per second read and written by copying 64 MiB, the best of several.</param>
/// <param name="PeerMultiplications">The same product by PyTorch.</param>
/// <param name="PeerCopy">The same copy by PyTorch.</param>
internal sealed record Limits(double Multiplications, double Copy, double PeerMultiplications, double PeerCopy)
{
    private const int Side = 1024, Copied = 1 << 24, Tries = 10;

    public static Limits Measure(PythonPeer python)
    {
        using var scope = NewDisposeScope();
        var (a, b, product) = (torch.rand(Side, Side), torch.rand(Side, Side), torch.zeros(Side, Side));
        var (from, to) = (torch.rand(Copied), torch.zeros(Copied));
        var multiply = new Here(() => torch.mm(a, b).Dispose());
        var copy = new Here(() => to.copy_(from));
        return new(
            Operations / Best(multiply), Moved / Best(copy),
            Operations / Best(python.Prepare("limits.multiply", "", new { side = Side })), Moved / Best(python.Prepare("limits.copy", "", new { numbers = Copied })));
    }

    private static double Operations => 2.0 * Side * Side * Side;

    private static double Moved => 2.0 * sizeof(float) * Copied;

    /// <summary>A rate of operations as a share of the peak.</summary>
    public string ShareOfPeak(double operations, double seconds) =>
        FormattableString.Invariant($"{operations / seconds / 1e9:F0} GFLOP/s, {100 * operations / seconds / Multiplications:F0} % of a matrix product's");

    public override string ToString() => FormattableString.Invariant(
        $"limits: matrix product {Multiplications / 1e9:F0} GFLOP/s (PyTorch {PeerMultiplications / 1e9:F0}), memory copy {Copy / 1e9:F1} GB/s (PyTorch {PeerCopy / 1e9:F1})");

    private static double Best(ISide side) => Enumerable.Range(0, Tries).Min(_ => side.Seconds(1));
}
