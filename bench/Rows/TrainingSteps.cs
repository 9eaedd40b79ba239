using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Bench.Rows;

/// <summary>One step of joint training on a batch of 128: forward, the loss of every exit, backward, SGD with Nesterov momentum.</summary>
internal static class TrainingSteps
{
    private const int Batch = 128;

    public static IEnumerable<Result> Measure(Arena arena) =>
    [
        .. Against(arena, "ResNet-14", "resnet14", Networks.ResNet14, markDefault: 1.3, channelsLastToo: true),
        .. Against(arena, "ResNet-20", "resnet20", Networks.ResNet20, markDefault: 1.3, channelsLastToo: true),
        .. Against(arena, "MSDNet", "msdnet", Networks.MsdNet3, markDefault: 1.3, channelsLastToo: true),
        .. Against(arena, "ViT-tiny", "vit_tiny", Networks.VitTiny, markDefault: .97, channelsLastToo: false),
    ];

    private static IEnumerable<Result> Against(Arena arena, string title, string name, Architecture architecture, double markDefault, bool channelsLastToo)
    {
        using var scope = NewDisposeScope();
        using var network = architecture.Build(seed: 0);
        network.save(arena.PathOf("network.weights"));
        var images = MadeUp.Images(Batch);
        var labels = torch.randint(0, 10, [Batch]);
        MadeUp.WriteImages(arena.PathOf("images.npy"), images);
        NpyFile.Write(arena.PathOf("labels.npy"), labels.data<long>().ToArray());
        using var step = new TrainingStep(network, new Phase(Trains.Everything), new Recipe { Optimiser = Optimiser.Sgd(1e-3) });
        var operations = 2.0 * Batch * Trains.Everything.MacsPerSample(architecture);

        var peer = arena.Python("training.step", new { network = name, channels_last = false });
        // The peer has taken its first step already, and so do we.
        PeerException.RequireAgreement($"first loss of {title}", [Take()], peer.Value, tolerance: 1e-3);
        yield return Of("PyTorch", arena.Between(() => Take(), peer), markDefault);
        peer.Forget();
        if (!channelsLastToo) yield break;
        var last = arena.Python("training.step", new { network = name, channels_last = true });
        yield return Of("PyTorch channels-last", arena.Between(() => Take(), last), mark: .97);
        last.Forget();

        double Take()
        {
            using var taken = NewDisposeScope();
            return step.Take(images, labels, new LossMoment(0, 0));
        }

        Result Of(string whom, Duel duel, double mark) =>
            Result.Of("training", $"{title} against {whom}", duel, mark, arena.Limits.ShareOfPeak(operations, duel.Ours));
    }
}
