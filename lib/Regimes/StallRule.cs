namespace EarlyExit.Regimes;

/// <summary>What a stopping rule watches.</summary>
/// <param name="Name">The rule in words.</param>
/// <param name="Watched">From the validation accuracies of the exits that train, in order, to the numbers that have to stall, all of them.</param>
public sealed record StallRule(string Name, Func<IReadOnlyList<double>, IReadOnlyList<double>> Watched)
{
    /// <summary>
    /// Each exit for itself: the state is kept whenever any exit improves, and training ends when every exit has stalled
    /// (the code of arXiv:2407.14320). The state kept last may be the best one for no exit but one.
    /// </summary>
    public static StallRule AnyExit { get; } = new("every exit", accuracies => accuracies);

    /// <summary>The deepest exit that trains, as for a network without early exits.</summary>
    public static StallRule LastExit { get; } = new("the last exit", accuracies => [accuracies[^1]]);

    /// <summary>The mean over the exits that train.</summary>
    public static StallRule Mean { get; } = new("the mean over exits", accuracies => [accuracies.Average()]);
}

/// <summary>Where a stopping rule stands: the best accuracies so far and the epochs since.</summary>
/// <param name="Best">Best value of each watched number; empty before the first epoch.</param>
/// <param name="Since">Epochs without an improvement of each watched number.</param>
public sealed record StallState(IReadOnlyList<double> Best, IReadOnlyList<int> Since)
{
    /// <summary>Before the first epoch.</summary>
    public static StallState Start { get; } = new([], []);

    /// <summary>Whether the last epoch improved any watched number, so that its state is to be kept.</summary>
    public bool Improved => Since.Contains(0);

    /// <summary>Whether no watched number has improved for <paramref name="patience"/> epochs.</summary>
    public bool Over(int patience) => Since.Count > 0 && Since.All(epochs => epochs >= patience);

    /// <summary>The state after one more epoch.</summary>
    /// <param name="watched">The watched numbers, higher is better.</param>
    /// <param name="minDelta">A number improves when it exceeds its best by more than this.</param>
    public StallState After(IReadOnlyList<double> watched, double minDelta)
    {
        var improved = watched.Select((value, i) => Best.Count == 0 || value > Best[i] + minDelta).ToArray();
        return new(
            [.. watched.Select((value, i) => improved[i] ? value : Best[i])],
            [.. improved.Select((better, i) => better ? 0 : Since[i] + 1)]);
    }
}
