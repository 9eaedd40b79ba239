using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// What the heads see of every training sample while the backbone is frozen, computed once. Of each head's input the part is kept that
/// there is nothing to learn in (<see cref="IHeadInTwoParts"/>), so that a step is a look-up and the rest of the heads.
/// </summary>
internal sealed class FrozenFeatures : IDisposable
{
    /// <summary>What may be kept, in bytes: the pooled maps of 45,000 images at the six exits of a ResNet-14 take 0.9 of it.</summary>
    public const long MostBytes = 1L << 30;

    private const int BatchSize = 250;
    private readonly Tensor[] _fixed;

    private FrozenFeatures(Tensor[] kept) => _fixed = kept;

    /// <summary>Computes the features, or returns null where they change from step to step, are asked for too seldom, or do not fit.</summary>
    /// <param name="network">The network, as the phase has set it up.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="recipe">For its augmentation and mixup: a sample has to look the same in every epoch.</param>
    /// <param name="batches">The training samples.</param>
    /// <param name="exits">How many exits a step runs through, from the first.</param>
    /// <param name="count">Number of training samples.</param>
    /// <param name="views">Samples that all steps of the phase look at.</param>
    /// <param name="mostBytes">What may be kept.</param>
    public static FrozenFeatures? Of(
        MultiExitNetwork network, Phase phase, Recipe recipe, Batches batches, int exits, int count, long views, long mostBytes = MostBytes)
    {
        // Learnt sample weights look ahead with a copy of the network, on images.
        var changes = recipe.Augmentation != Augmentation.None || recipe.Mixup > 0 || phase.SampleWeights is not null
            || Enumerable.Range(0, exits).Any(exit => phase.Trains.SegmentTrains(exit, network.L));
        if (changes || views <= count) return null;
        using var scope = NewDisposeScope();
        var kept = Kept(network, batches, exits, count, network.FixedPart, mostBytes);
        return kept is null ? null : new([.. kept.Select(part => part.DetachFromDisposeScope())]);
    }

    /// <summary>Runs samples through the backbone in their order, and keeps for each exit what <paramref name="keep"/> makes of the features there.</summary>
    /// <param name="network">The network; evaluated as it is set up.</param>
    /// <param name="batches">The samples.</param>
    /// <param name="exits">How many exits to run through, from the first.</param>
    /// <param name="count">How many samples, from the first.</param>
    /// <param name="keep">From an exit and the features [n, ...] that its head is given to what is kept of them [n, ...].</param>
    /// <param name="mostBytes">What may be kept.</param>
    /// <returns>For each exit [count, ...], in the current dispose scope; null where that is more than may be kept.</returns>
    public static Tensor[]? Kept(
        MultiExitNetwork network, Batches batches, int exits, int count, Func<int, Tensor, Tensor> keep, long mostBytes = long.MaxValue)
    {
        using var _ = no_grad();
        var order = Enumerable.Range(0, count).ToArray();
        Tensor[]? kept = null;
        for (var from = 0; from < count; from += BatchSize)
        {
            using var scope = NewDisposeScope();
            var x = batches.Of(order.AsSpan(from, Math.Min(BatchSize, count - from)));
            var parts = new Tensor[exits];
            for (var exit = 0; exit < exits; exit++)
            {
                x = network.Segment(exit, x);
                parts[exit] = keep(exit, x);
            }
            if (kept is null && parts.Sum(part => part.numel() * part.element_size()) / parts[0].shape[0] * count > mostBytes) return null;
            kept ??= [.. parts.Select(part => SampleRows.Room(part, count).MoveToOuterDisposeScope())];
            for (var exit = 0; exit < exits; exit++) kept[exit].narrow(0, from, parts[exit].shape[0]).copy_(parts[exit]);
        }
        return kept;
    }

    /// <summary>What the head of an exit sees of some samples, without what there is nothing to learn in.</summary>
    /// <param name="exit">The exit.</param>
    /// <param name="samples">Indices, int64 [n].</param>
    public Tensor At(int exit, Tensor samples) => SampleRows.Of(_fixed[exit], samples);

    public void Dispose()
    {
        foreach (var part in _fixed) part.Dispose();
    }
}
