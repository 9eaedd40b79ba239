namespace EarlyExit.Regimes;

/// <summary>How training stood after an epoch.</summary>
/// <param name="Epoch">Epochs of the phase that are over; a fraction where the phase ends within one.</param>
/// <param name="LearningRate">That of the last step.</param>
/// <param name="TrainLoss">Mean over the epoch's steps of the weighted loss that was minimised.</param>
/// <param name="ValidationLoss">[L], cross-entropy in nats of every exit, trained or not; of a regression, squared error.</param>
/// <param name="ValidationAccuracy">[L], in [0, 1]; of a regression, Pearson's correlation, in [-1, 1].</param>
public sealed record EpochRecord(
    double Epoch, double LearningRate, double TrainLoss, IReadOnlyList<double> ValidationLoss, IReadOnlyList<double> ValidationAccuracy);

/// <summary>What a phase did.</summary>
/// <param name="Trains">What it trained.</param>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="Samples">Training samples seen, repetitions counted.</param>
/// <param name="Macs">Multiply-accumulates spent on training, by <see cref="Regimes.Trains.MacsPerSample"/>; validation not counted.</param>
/// <param name="Seconds">Time taken on the machine that trained it.</param>
/// <param name="Epochs">One entry per epoch.</param>
public sealed record PhaseRecord(string Trains, int Steps, long Samples, double Macs, double Seconds, IReadOnlyList<EpochRecord> Epochs);
