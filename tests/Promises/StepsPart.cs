using System.Diagnostics;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Promises;

/// <summary>A child that trains one tiny network after the other, and writes how much memory and how many native tensors it has.</summary>
internal static class StepsPart
{
    /// <summary>What a child wrote: seconds since it began, steps taken, resident bytes, native tensors.</summary>
    public readonly record struct Line(double Seconds, long Steps, long Resident, long Tensors)
    {
        public static Line Parse(string text) => text.Split(' ') is [var seconds, var steps, var resident, var tensors]
            ? new(double.Parse(seconds), long.Parse(steps), long.Parse(resident), long.Parse(tensors))
            : throw new FormatException(text);
    }

    /// <summary>Trains for <paramref name="arguments"/>[0] seconds; the last line is after everything has been disposed.</summary>
    public static void Play(string[] arguments)
    {
        var seconds = double.Parse(arguments[0]);
        torch.set_num_threads(1);
        var (clock, steps, next) = (Stopwatch.StartNew(), 0L, 0.0);
        for (var round = 0; clock.Elapsed.TotalSeconds < seconds; round++)
        {
            steps += Round(round);
            if (clock.Elapsed.TotalSeconds < next) continue;
            Write(clock, steps);
            next += seconds / 60;
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Write(clock, steps);
    }

    /// <summary>Trains a new network under a regime, another one each time; the steps it took.</summary>
    public static long Round(int round)
    {
        var (regime, architecture) = TrainingPart.Cases[round % TrainingPart.Cases.Count];
        using var network = architecture.Build(round);
        var trainer = new Trainer(network, TrainingPart.Data, new Recipe { BatchSize = 16 }, round);
        return Budget.PerPhase(Epochs(2)).Spend(regime, architecture).Index().Sum(phase => (long)trainer.Train(phase.Item, phase.Index).Steps);
    }

    private static void Write(Stopwatch clock, long steps)
    {
        Console.Out.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds:F1} {steps} {Environment.WorkingSet} {torch.Tensor.TotalCount}"));
        Console.Out.Flush();
    }
}
