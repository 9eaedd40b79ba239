using System.Diagnostics;
using EarlyExit.Inference;
using EarlyExit.Regimes;
using TorchSharp;

namespace EarlyExit.Sweeps;

/// <summary>How fast a network trains here.</summary>
internal static class TrainingSpeed
{
    private const int WarmUp = 2;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>Multiply-accumulates a second of training everything, over about a second; the network is thrown away.</summary>
    public static double Measure(SweepCell cell, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var network = cell.Network.Build(cell.Seed);
        network.to(Devices.Chosen);
        var recipe = cell.Training;
        var clock = new Clock(stop);
        try
        {
            new Trainer(network, cell.Data.Set, recipe, cell.Seed).Train(new Phase(Trains.Everything) { Length = Length.Epochs(1000) }, progress: clock, cancellation: stop.Token);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }
        return TrainingSize.Of(cell.Data.Set, recipe).Macs(new Phase(Trains.Everything), clock.Steps, cell.Network) / clock.Seconds;
    }

    private sealed class Clock(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        private readonly Stopwatch _time = new();
        private int _all;

        public int Steps => Math.Max(1, _all - WarmUp);

        public double Seconds => Math.Max(1e-6, _time.Elapsed.TotalSeconds);

        public void Report(TrainingProgress value)
        {
            if (++_all == WarmUp) _time.Start();
            if (_time.Elapsed < Enough) return;
            _time.Stop();
            stop.Cancel();
        }
    }
}
