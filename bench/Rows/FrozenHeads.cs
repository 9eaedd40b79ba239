using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Bench.Rows;

/// <summary>
/// A step of the five early heads of a ResNet-14 on its frozen backbone (phase 3), batch 128: from features that were computed once,
/// as <see cref="Trainer"/> does without augmentation, and with the backbone computed anew at each step. The one pass that computes
/// the features is not in a step; over E epochs it adds as much as 1 / E of a recomputing step.
/// </summary>
internal static class FrozenHeads
{
    private const int Batch = 128, Samples = 1280;

    public static IEnumerable<Result> Measure(Arena arena)
    {
        using var scope = NewDisposeScope();
        var data = Shapes.Create(seed: 0).Take(Samples, 10, 10);
        var recipe = new Recipe { Augmentation = Augmentation.None, Optimiser = Optimiser.Sgd(1e-3) };
        var phase = new Phase(Trains.Heads, Length.Epochs(10));
        using var looked = Networks.ResNet14.Build(seed: 0);
        using var recomputed = Networks.ResNet14.Build(seed: 0);
        using var quick = new TrainingStep(looked, phase, recipe);
        using var slow = new TrainingStep(recomputed, phase, recipe);
        var batches = Batches.Of(data.Train, data, looked.Device);
        using var kept = FrozenFeatures.Of(looked, phase, recipe, batches, looked.L - 1, Samples, 10 * Samples)
            ?? throw new InvalidOperationException("The features were not kept.");
        quick.Frozen = kept;
        int[] samples = [.. Enumerable.Range(0, Batch).Select(k => k * (Samples / Batch))];

        PeerException.RequireAgreement("first loss of heads", [Quick()], [Slow()], tolerance: 1e-4);
        yield return Result.Of("heads", "ResNet-14, against recomputing the backbone", arena.Between(() => Quick(), () => Slow()), mark: 5);

        recomputed.save(arena.PathOf("network.weights"));
        MadeUp.WriteImages(arena.PathOf("images.npy"), batches.Of(samples));
        NpyFile.Write(arena.PathOf("labels.npy"), batches.Labels(samples).data<long>().ToArray());
        var peer = arena.Python("training.heads", new { network = "resnet14" });
        yield return Result.Of("heads", "ResNet-14, against PyTorch recomputing", arena.Between(() => Quick(), peer), mark: null, "the peer's batch is ready, ours is looked up");

        // With the batch made of its samples, as in training.
        double Quick()
        {
            using var step = NewDisposeScope();
            return quick.Take(torch.tensor([.. samples.Select(sample => (long)sample)]), batches.Targets(samples), new LossMoment(0, 0));
        }

        double Slow()
        {
            using var step = NewDisposeScope();
            return slow.Take(batches.Of(samples), batches.Targets(samples), new LossMoment(0, 0));
        }
    }
}
