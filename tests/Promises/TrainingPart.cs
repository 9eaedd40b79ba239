using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Promises;

/// <summary>A child that trains a tiny network under one regime in a cache, saves after every step, and writes a line for each step.</summary>
internal static class TrainingPart
{
    /// <summary>The regimes there are, with the networks that they need.</summary>
    public static IReadOnlyList<(Regime Regime, Architecture Network)> Cases { get; } =
    [
        (Regime.Disjoint, Small), (Regime.Joint, Small), (Regime.Mixed, Small), (Regime.HeadWarmUp, Small), (Regime.MixedThenHeads, Small),
        (Regime.Alternating, Small), (Regime.Distilled(Distillation.Later), Small), (Regime.BranchWise(3), Small),
        .. from method in new[] { Method.Gpf, Method.Ztw, Method.L2W, Method.BoostNet } select (Named(method), method.On(Small)),
        (new("until stalled", new Phase(Trains.Everything, UntilStalled(patience: 1, cap: 4)), new Phase(Trains.Heads, Epochs(1))), Small),
    ];

    /// <summary>Data of the children: drawn from a seed, the same in every process.</summary>
    public static DataSet Data { get; } = TinyData.Create(train: 64);

    private static Architecture Small => ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);

    private static Regime Named(Method method) => method.On(Regime.Mixed).With($"mixed, {method.Name}", phase => phase);

    /// <summary>Trains case <paramref name="arguments"/>[0] with seed [1] in the cache [2].</summary>
    public static void Play(string[] arguments)
    {
        var (regime, network) = Cases[int.Parse(arguments[0])];
        TorchSharp.torch.set_num_threads(1);
        var folders = new StudyFolders(arguments[2], Path.Combine(arguments[2], "no-bundle")) { CheckpointEvery = TimeSpan.Zero };
        var steps = new Steps();
        Study.Train(network, Data, [regime], [int.Parse(arguments[1])], Budget.PerPhase(Epochs(4)), new Recipe { BatchSize = 16 }, folders, steps, CancellationToken.None).GetAwaiter().GetResult();
        Console.WriteLine("done");
    }

    private sealed class Steps : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{value.Trains} {Math.Round(value.Epoch * 4)}"));
            Console.Out.Flush();
        }
    }
}
