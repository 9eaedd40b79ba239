using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Bench.Rows;

/// <summary>
/// A ResNet-14 with six exits, thresholds such that half of the backbone's multiply-accumulates are spent: how much faster it really is
/// than without exits, and than the same loop in PyTorch. It is untrained, which changes neither shapes nor shares. Single images run on one
/// thread on both sides: a second one gains them little, and loses more wherever the two wait for each other.
/// </summary>
internal static class EarlyExits
{
    private const double Budget = .5;
    private const int Images = 1024, OneByOne = 64, Large = 256;

    public static IEnumerable<Result> Measure(Arena arena)
    {
        using var scope = NewDisposeScope();
        var images = MadeUp.Images(Images);
        using var network = Networks.Settled(Networks.ResNet14, images[..Large]);
        network.save(arena.PathOf("network.weights"));
        MadeUp.WriteImages(arena.PathOf("images.npy"), images);
        var policy = GeometricQuotas.ChooseWithin(Stored(network, images), Scores.MaxSoftmax, Budget).Policy;
        NpyFile.Write(arena.PathOf("thresholds.npy"), [.. policy.Thresholds]);
        using var early = EarlyExitModel.Compile(network, policy);
        // At a threshold of 1 no head can fire, so that none is computed: the backbone alone, folded and channels-last as well.
        using var backbone = EarlyExitModel.Compile(network, Scores.MaxSoftmax, threshold: 1);

        var all = get_num_threads();
        foreach (var (batch, count, threads, markPredicted, markLoop) in ((int, int, int, double, double)[])[(Large, Images, all, .9, 1.3), (1, OneByOne, 1, .8, 1.5)])
        {
            set_num_threads(threads);
            var on = threads == all ? "" : ", 1 thread";
            Tensor[] batches = [.. Enumerable.Range(0, count / batch).Select(k => images[(k * batch)..((k + 1) * batch)])];
            int[] exits = [.. batches.SelectMany(few => early.Predict(few).Exits)];
            var predicted = 1 / exits.Average(exit => early.Costs[exit]);
            var speedup = arena.Between(() => Predict(early, batches), () => Predict(backbone, batches));
            yield return new("inference", $"batch {batch}, speed-up measured / predicted", speedup.Ratio, predicted, "x",
                speedup.Ratio / predicted, speedup.Low / predicted, speedup.High / predicted, markPredicted,
                FormattableString.Invariant($"{speedup.Peer / count * 1e3:F2} ms per image without exits{on}"));
            foreach (var channelsLast in (bool[])[false, true])
            {
                var peer = arena.Python("inference.early_exit", new { batch, count, channels_last = channelsLast, threads });
                RequireSameExits(exits, peer.Value);
                var loop = arena.Between(() => Predict(early, batches), peer);
                yield return Result.Of("inference", $"batch {batch} against PyTorch's loop{(channelsLast ? ", channels-last" : "")}", loop,
                    channelsLast ? null : markLoop, FormattableString.Invariant($"{count / loop.Ours:F0} images/s{on}"));
                peer.Forget();
            }
        }
        set_num_threads(all);
    }

    private static void Predict(EarlyExitModel model, Tensor[] batches)
    {
        foreach (var batch in batches) model.Predict(batch);
    }

    // Folding rounds differently, and each threshold is the score of a sample: a few may go the other way.
    private static void RequireSameExits(int[] ours, IReadOnlyList<double> theirs)
    {
        var different = ours.Zip(theirs).Count(pair => pair.First != pair.Second);
        if (different > Math.Max(1, ours.Length / 50))
            throw new PeerException($"Early exits: {different} of {ours.Length} samples leave elsewhere than the peer's.");
    }

    private static ExitOutputs Stored(MultiExitNetwork network, Tensor images)
    {
        using var _ = inference_mode();
        using var scope = NewDisposeScope();
        var logits = network.call(images).SelectMany(exit => exit.data<float>().ToArray()).ToArray();
        return new(logits, new int[images.shape[0]], [.. network.Architecture.Costs], network.Architecture.Backbone.Classes, new OutputsInfo(Network: "untrained"));
    }
}
