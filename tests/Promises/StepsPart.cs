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
        var before = NativeTensors.Count();
        var (clock, steps, parameters, next) = (Stopwatch.StartNew(), 0L, 0L, 0.0);
        for (var round = 0; clock.Elapsed.TotalSeconds < seconds; round++)
        {
            var (taken, made) = Round(round);
            (steps, parameters) = (steps + taken, parameters + made);
            if (clock.Elapsed.TotalSeconds < next) continue;
            Write(clock, steps, torch.Tensor.TotalCount);
            next += seconds / 60;
        }
        Write(clock, steps, NativeTensors.Count(parameters) - before);
    }

    /// <summary>Trains a new network under a regime, another one each time; the steps it took and the parameters that were made for it.</summary>
    public static (long Steps, long Parameters) Round(int round)
    {
        // Two linear layers that weigh the samples, beside a second network (SampleWeighting).
        const int ofPredictor = 4;
        var (regime, architecture) = TrainingPart.Cases[round % TrainingPart.Cases.Count];
        using var network = architecture.Build(round);
        var trainer = new Trainer(network, TrainingPart.Data, new Recipe { BatchSize = 16 }, round);
        var (steps, parameters) = (0L, (long)network.parameters().Count());
        foreach (var (index, phase) in Budget.PerPhase(Epochs(2)).Spend(regime, architecture).Index())
        {
            steps += trainer.Train(phase, index).Steps;
            if (phase.SampleWeights is not null) parameters += network.parameters().Count() + ofPredictor;
        }
        return (steps, parameters);
    }

    private static void Write(Stopwatch clock, long steps, long tensors)
    {
        Console.Out.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds:F1} {steps} {Environment.WorkingSet} {tensors}"));
        Console.Out.Flush();
    }
}
