using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>
/// What a phase trains. Everything else is frozen: its weights get no gradient and its layers run in evaluation mode, so that
/// batch norm statistics stay as they are. The loss is taken at the exits whose heads train.
/// </summary>
/// <param name="Name">The rule in words.</param>
/// <param name="SegmentTrains">Whether the stages between exit i - 1 and exit i train, from i and the number of exits L.</param>
/// <param name="HeadTrains">Whether the head of exit i trains, from i and L.</param>
public sealed record Trains(string Name, Func<int, int, bool> SegmentTrains, Func<int, int, bool> HeadTrains)
{
    /// <summary>
    /// Whether an exit that does not train is heard by those after it that do, where exits hear of each other (<see cref="Coupling"/>), from i
    /// and L; all are, unless said otherwise.
    /// </summary>
    public Func<int, int, bool> Heard { get; init; } = (_, _) => true;

    /// <summary>The backbone with its classifier, the last head; the loss is the last exit's, which hears of no other (phase 1 of arXiv:2407.14320).</summary>
    public static Trains Backbone { get; } = new("backbone", (_, _) => true, (exit, exits) => exit == exits - 1) { Heard = (_, _) => false };

    /// <summary>Everything; the loss is taken at all exits (phase 2).</summary>
    public static Trains Everything { get; } = new("everything", (_, _) => true, (_, _) => true);

    /// <summary>The early heads on a frozen backbone; its classifier stays as it is (phase 3).</summary>
    public static Trains Heads { get; } = new("heads", (_, _) => false, (exit, exits) => exit < exits - 1);

    /// <summary>One exit with the stages since the exit before it, all others frozen: a step of branch-wise training.</summary>
    public static Trains Branch(int exit) => new($"branch {exit}", (i, _) => i == exit, (i, _) => i == exit);

    /// <summary>The exits at which the loss is taken, ascending.</summary>
    public IReadOnlyList<int> Exits(int exits) => [.. Enumerable.Range(0, exits).Where(exit => HeadTrains(exit, exits))];

    /// <summary>
    /// Multiply-accumulates to train on one sample once: one forward pass through what runs, twice as much again for every part
    /// that trains (gradients of its weights and of its input), and once for a frozen part that gradients pass through.
    /// </summary>
    public long MacsPerSample(Architecture architecture)
    {
        var exits = architecture.Exits.Count;
        var trained = Exits(exits);
        if (trained.Count == 0) return 0;
        var macs = trained.Sum(exit => 3 * architecture.Exits[exit].HeadMacs);
        if (architecture.Coupling != Coupling.None)
            macs += Enumerable.Range(0, trained[^1]).Except(trained).Where(exit => Heard(exit, exits)).Sum(exit => architecture.Exits[exit].HeadMacs);
        var gradientsPass = false;
        for (var exit = 0; exit <= trained[^1]; exit++)
        {
            var trains = SegmentTrains(exit, exits);
            macs += architecture.Exits[exit].SegmentMacs * (trains ? 3 : gradientsPass ? 2 : 1);
            gradientsPass |= trains;
        }
        return macs;
    }

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;
}
