namespace EarlyExit.Bench;

/// <summary>Where rows are measured: the peer, a folder through which both work on the same numbers, and how often they take turns.</summary>
internal sealed class Arena(PythonPeer python, string folder, int rounds, Limits limits)
{
    /// <summary>What this machine can do at most.</summary>
    public Limits Limits => limits;

    /// <summary>A file of the exchange folder.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>The peer, ready for a task.</summary>
    /// <param name="task">Module and function in <c>bench/peers</c>, such as <c>ranking.auroc</c>.</param>
    /// <param name="with">The arguments that the function takes besides the folder.</param>
    public PythonTask Python(string task, object? with = null) => python.Prepare(task, folder, with ?? new { });

    /// <summary>Ours against a peer.</summary>
    public Duel Between(Action ours, ISide peer) => Duel.Of(new Here(ours), peer, rounds);

    /// <summary>Ours against a peer, no more than some rounds, where one takes long.</summary>
    public Duel Between(Action ours, ISide peer, int most) => Duel.Of(new Here(ours), peer, Math.Min(rounds, most));

    /// <summary>Ours against ours, done in another way.</summary>
    public Duel Between(Action ours, Action peer) => Duel.Of(new Here(ours), new Here(peer), rounds);
}
