using System.Text;

namespace EarlyExit.Models;

/// <summary>One exit on paper.</summary>
/// <param name="Name">The name that its head's weights are saved under.</param>
/// <param name="Stage">The stage that it hangs after.</param>
/// <param name="Head">Its head.</param>
/// <param name="Layers">The head's layers at this place, and those of the coupling.</param>
/// <param name="SegmentMacs">MACs of the stages that run between the exit before and this one.</param>
public sealed record ExitPlan(string Name, int Stage, Head Head, IReadOnlyList<Layer> Layers, long SegmentMacs)
{
    /// <summary>Multiply-accumulates of the head for one sample.</summary>
    public long HeadMacs => Layers.Sum(layer => layer.Macs);
}

/// <summary>The blueprint of a multi-exit network: a backbone and the exits on it, the backbone's own classifier last.</summary>
public sealed class Architecture
{
    internal Architecture(Backbone backbone, IReadOnlyList<(int after, Head head)> heads, Coupling? coupling = null, TrainedStages? start = null)
    {
        (Backbone, Coupling, Start) = (backbone, coupling ?? Coupling.None, start);
        if (backbone.PredictsNumbers && Coupling.NeedsClasses)
            throw new ArgumentException($"{backbone.Name} predicts a number; the coupling '{Coupling.Name}' needs classes.", nameof(coupling));
        var last = backbone.Stages.Count - 1;
        var previous = -1;
        foreach (var (after, head) in heads)
        {
            if (after <= previous || after >= last)
                throw new ArgumentException(
                    $"Heads hang after ascending stages of {backbone.Name} below {last}, its last one (there is the classifier); got {string.Join(", ", heads.Select(h => h.after))}.",
                    nameof(heads));
            previous = after;
        }
        var exits = new List<ExitPlan>();
        foreach (var (after, head) in heads.Append((after: last, head: backbone.Classifier)))
        {
            var from = exits.Count == 0 ? 0 : exits[^1].Stage + 1;
            var segment = backbone.Stages.Skip(from).Take(after + 1 - from).Sum(stage => stage.Macs);
            if (exits.Count == 0) segment += backbone.Stem?.Macs ?? 0;
            var name = after == last ? "classifier" : $"head{exits.Count}";
            var place = new ExitPlace(exits.Count, heads.Count + 1, backbone.Classes);
            IReadOnlyList<Layer> layers =
            [
                .. head.Layers(backbone.Stages[after].Output, Coupling.HeadOutputs(place)),
                .. from layer in Coupling.Layers(place) select layer with { Name = $"link.{layer.Name}" },
            ];
            exits.Add(new(name, after, head, layers, segment));
        }
        Exits = exits;
        BackboneMacs = exits.Sum(exit => exit.SegmentMacs) + exits[^1].HeadMacs;
        Costs = [.. CumulativeMacs(exits).Select(macs => macs / (double)BackboneMacs)];
    }

    /// <summary>The network without early exits.</summary>
    public Backbone Backbone { get; }

    /// <summary>How the exits hear of each other.</summary>
    public Coupling Coupling { get; }

    /// <summary>The weights that stem and stages start from; null for random ones.</summary>
    public TrainedStages? Start { get; }

    /// <summary>The exits in order, L of them; the last one's head is the backbone's classifier.</summary>
    public IReadOnlyList<ExitPlan> Exits { get; }

    /// <summary>Multiply-accumulates of the backbone with its classifier and no other head, for one sample: the unit of cost.</summary>
    public long BackboneMacs { get; }

    /// <summary>
    /// Relative cumulative cost [L]: MACs of leaving at exit i, every head up to it included, divided by <see cref="BackboneMacs"/>.
    /// The last one exceeds 1 by what the early heads cost.
    /// </summary>
    public IReadOnlyList<double> Costs { get; }

    /// <summary>Name of the backbone, its number of exits, and the coupling if there is one.</summary>
    public string Name => $"{Backbone.Name}-{Exits.Count}{(Coupling == Coupling.None ? "" : $"-{Coupling.Name.Replace(' ', '-')}")}";

    /// <summary>The same exits, hearing of each other in this way.</summary>
    public Architecture With(Coupling coupling) => new(Backbone, Heads, coupling, Start);

    /// <summary>
    /// The same blueprint, whose networks start with the stem and the stages of a trained network instead of random ones; heads,
    /// the classifier among them, start as before. So a backbone that learnt another task is fine-tuned.
    /// </summary>
    /// <param name="trained">A network with the same stem and stages. Its weights are copied now.</param>
    /// <exception cref="ArgumentException">It lacks a weight, or has one of another shape.</exception>
    public Architecture StartingFrom(MultiExitNetwork trained) => new(Backbone, Heads, Coupling, TrainedStages.Of(trained, Backbone));

    /// <summary>The part up to an exit as a network of its own, with the exit's head for a classifier and no other.</summary>
    /// <param name="exit">0 .. L - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such exit.</exception>
    public Architecture Only(int exit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exit, Exits.Count);
        var plan = Exits[exit];
        if (exit == Exits.Count - 1) return Backbone.Alone;
        return (Backbone with { Name = $"{Backbone.Name}-to-{plan.Stage}", Stages = [.. Backbone.Stages.Take(plan.Stage + 1)], Classifier = plan.Head }).Alone;
    }

    /// <summary>Every layer with the part (stage or head) that it belongs to, backbone first.</summary>
    public IReadOnlyList<(string Part, Layer Layer)> Layers =>
    [
        .. from stage in (Stage?[])[Backbone.Stem, .. Backbone.Stages]
           where stage is not null
           from layer in stage.Layers
           select (stage.Name, layer),
        .. from exit in Exits.Skip(Exits.Count - 1).Concat(Exits.SkipLast(1))
           from layer in exit.Layers
           select (exit.Name, layer),
    ];

    /// <summary>Everything that tells this blueprint from another, as text: trained networks are cached by it.</summary>
    public string Description
    {
        get
        {
            var text = new StringBuilder();
            text.Append($"{Backbone.Name}, input {Backbone.Input}, {Backbone.Classes} classes\n");
            foreach (var (part, layer) in Layers) text.Append($"{part}.{layer}\n");
            foreach (var exit in Exits) text.Append($"{exit.Name} ({exit.Head.Name}) after stage {exit.Stage}\n");
            if (Coupling != Coupling.None) text.Append($"coupling: {Coupling.Name}\n");
            if (Start is not null) text.Append($"starts from stages with SHA-256 {Start.Sha256}\n");
            return text.ToString();
        }
    }

    /// <summary>Makes a network with fresh random weights, those of stem and stages replaced where it has a <see cref="Start"/>.</summary>
    /// <param name="seed">The same seed gives the same weights; the backbone's do not depend on the heads. Torch's own random
    /// numbers go on as if nothing had been drawn.</param>
    public MultiExitNetwork Build(int seed)
    {
        using var random = new SeededScope(seed);
        var network = new MultiExitNetwork(this);
        // TorchSharp leaves a module's own tensors to the dispose scope they were made in; a network lives until it is disposed.
        foreach (var tensor in network.parameters().Concat(network.buffers())) tensor.DetachFromDisposeScope();
        Start?.CopyInto(network);
        return network;
    }

    /// <summary>Name, number of exits and cost.</summary>
    public override string ToString() =>
        $"{Backbone.Name} with {Exits.Count} exits at {string.Join(", ", Costs.Select(cost => $"{cost:F2}"))} of {BackboneMacs / 1e6:F1} M MACs";

    private IReadOnlyList<(int after, Head head)> Heads => [.. from exit in Exits.SkipLast(1) select (exit.Stage, exit.Head)];

    private static IEnumerable<long> CumulativeMacs(IEnumerable<ExitPlan> exits)
    {
        var macs = 0L;
        foreach (var exit in exits) yield return macs += exit.SegmentMacs + exit.HeadMacs;
    }
}
