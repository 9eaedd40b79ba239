using System.Globalization;
using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>Where training stands, after every step.</summary>
/// <param name="Run">Which run of how many, such as <c>mixed, seed 1 (5 of 9)</c>; empty outside a study.</param>
/// <param name="Trains">What the phase trains.</param>
/// <param name="Epoch">Epochs of the phase that are over.</param>
/// <param name="Epochs">The most epochs that the phase takes.</param>
/// <param name="Loss">The step's loss.</param>
/// <param name="SamplesPerSecond">Speed since this phase was started or resumed, validation included.</param>
/// <param name="Left">Time left for everything that was asked for, at most; null while it is not known.</param>
public sealed record TrainingProgress(
    string Run, string Trains, double Epoch, double Epochs, double Loss, double SamplesPerSecond, TimeSpan? Left)
{
    /// <summary>Whether the phase goes on from a checkpoint.</summary>
    public bool Resumed { get; init; }

    /// <summary>One line.</summary>
    public override string ToString()
    {
        var left = Left is { } time ? string.Create(CultureInfo.InvariantCulture, $", {(int)time.TotalMinutes}:{time.Seconds:00} left") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Run}{(Run == "" ? "" : ": ")}{Trains}, epoch {Epoch:F1} of {Epochs:0.#}, loss {Loss:F3}, {SamplesPerSecond:N0} samples/s{left}");
    }
}

/// <summary>Shows progress on a line that leaves nothing behind.</summary>
internal sealed class TrainingLine : IProgress<TrainingProgress>, IDisposable
{
    private readonly ProgressLine _line = new();

    public void Report(TrainingProgress value) => _line.Show(value.ToString());

    public void Dispose() => _line.Dispose();
}
