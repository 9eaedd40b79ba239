using EarlyExit.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// A network as one phase sees it: only what trains has gradients and runs in training mode, and of the heads only those run that
/// have a loss or are heard. Disposing it gives every parameter its gradient back.
/// </summary>
internal sealed class PhaseNetwork : IDisposable
{
    private readonly MultiExitNetwork _network;
    private readonly Phase _phase;
    private readonly int _lastTeacher;

    /// <exception cref="ArgumentException">The phase trains nothing.</exception>
    public PhaseNetwork(MultiExitNetwork network, Phase phase)
    {
        (_network, _phase) = (network, phase);
        Exits = phase.Trains.Exits(network.L);
        if (Exits.Count == 0)
            throw new ArgumentException($"The phase '{phase.Trains}' trains nothing on a network of {network.L} exits.", nameof(phase));
        Lessons = phase.Distillation is { } distillation ? distillation.LessonsOf(Exits, network.L) : [];
        _lastTeacher = Lessons.Select(lesson => lesson.Teacher).DefaultIfEmpty(-1).Max();
        var trained = new List<Parameter>();
        for (var exit = 0; exit < network.L; exit++)
        {
            Include(network.SegmentModules(exit), phase.Trains.SegmentTrains(exit, network.L));
            Include(network.HeadModules(exit), phase.Trains.HeadTrains(exit, network.L));
        }
        Parameters = [.. trained];

        void Include(IEnumerable<nn.Module> modules, bool trains)
        {
            foreach (var module in modules)
            {
                module.train(trains);
                foreach (var parameter in module.parameters())
                {
                    parameter.requires_grad = trains;
                    if (trains) trained.Add(parameter);
                }
            }
        }
    }

    /// <summary>The exits with a loss, ascending.</summary>
    public IReadOnlyList<int> Exits { get; }

    /// <summary>Which exits learn from which, if the phase distils.</summary>
    public IReadOnlyList<Lesson> Lessons { get; }

    /// <summary>What trains.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many exits a batch passes, from the first.</summary>
    public int Reach => Math.Max(Exits[^1], _lastTeacher) + 1;

    /// <summary>What the heads see of each training sample where the backbone is frozen; then a batch is indices of samples, int64 [n].</summary>
    public FrozenFeatures? Frozen { get; set; }

    /// <summary>What each exit says of a batch, [L]; null where it has no loss and nobody hears it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="weights">How much the loss of each of <see cref="Exits"/> counts; without a coupling, heads that count nothing do not run.</param>
    public Spoken?[] Forward(Tensor batch, double[] weights)
    {
        var spoken = new Spoken?[_network.L];
        var conversation = _network.Begin();
        var position = 0;
        var passage = Frozen is { } known ? Passage.Known(_network, known, batch) : Passage.Through(_network, batch);
        for (var exit = 0; exit < Reach; exit++)
        {
            passage.MoveTo(exit);
            var trains = position < Exits.Count && Exits[position] == exit;
            var scale = trains ? _phase.Gradients.At(position, Exits.Count) : new(1, 1);
            if (trains && weights[position] != 0 || Heard(exit, trains))
                spoken[exit] = conversation.At(exit, passage.Head(scale.Head));
            passage.Scale(exit >= Exits[^1] ? 0 : scale.Trunk);
            if (trains) position++;
        }
        return spoken;
    }

    public void Dispose()
    {
        foreach (var parameter in _network.parameters()) parameter.requires_grad = true;
    }

    private bool Heard(int exit, bool trains) =>
        _network.Architecture.Coupling != Coupling.None && (trains || exit < Exits[^1] && _phase.Trains.Heard(exit, _network.L))
        || Lessons.Any(lesson => lesson.Student == exit || lesson.Teacher == exit);
}
