using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>
/// A network with L exits. Segment i is the run of stages between exit i - 1 and exit i; the last head is the backbone's own
/// classifier. Training, evaluation and early exit all walk the same path through <see cref="Segment"/>, <see cref="Head"/> and
/// <see cref="Begin"/>.
/// </summary>
public sealed class MultiExitNetwork : Module<Tensor, Tensor[]>
{
    private readonly Module<Tensor, Tensor>[][] _segments;
    private readonly Module<Tensor, Tensor>[] _heads;
    private readonly Module?[] _links;

    /// <summary>Builds every part with weights from torch's default generator: stem, stages, classifier, the early heads, then what couples them.</summary>
    public MultiExitNetwork(Architecture architecture) : base(architecture.Name)
    {
        Architecture = architecture;
        var backbone = architecture.Backbone;
        var stem = backbone.Stem is null ? [] : new[] { Registered(backbone.Stem.Name, backbone.Stem.Build()) };
        var stages = backbone.Stages.Select(stage => Registered(stage.Name, stage.Build())).ToArray();
        _segments = new Module<Tensor, Tensor>[architecture.Exits.Count][];
        _heads = new Module<Tensor, Tensor>[architecture.Exits.Count];
        var from = 0;
        for (var i = 0; i < L; i++)
        {
            var to = architecture.Exits[i].Stage + 1;
            _segments[i] = i == 0 ? [.. stem, .. stages[..to]] : stages[from..to];
            from = to;
        }
        for (var k = 0; k < L; k++)
        {
            var i = (L - 1 + k) % L;
            var exit = architecture.Exits[i];
            _heads[i] = Registered(exit.Name, exit.Head.Build(backbone.Stages[exit.Stage].Output, architecture.Coupling.HeadOutputs(Place(i))));
        }
        _links = new Module?[L];
        for (var i = 0; i < L; i++)
            if (architecture.Coupling.Build(Place(i)) is { } link) _links[i] = Registered($"link{i}", link);

        ExitPlace Place(int exit) => new(exit, L, backbone.Classes);
    }

    /// <summary>The blueprint that this network was built from.</summary>
    public Architecture Architecture { get; }

    /// <summary>Where the weights are.</summary>
    public Device Device => parameters().First().device;

    /// <summary>Number of exits, L.</summary>
    public int L => _heads.Length;

    /// <summary>Runs the stages from exit <paramref name="exit"/> - 1 (or from the input) to exit <paramref name="exit"/>.</summary>
    /// <param name="exit">0 .. L - 1.</param>
    /// <param name="features">What the segment before returned, or the input batch for exit 0.</param>
    public Tensor Segment(int exit, Tensor features) =>
        _segments[exit].Aggregate(features, (x, stage) => stage.call(x));

    /// <summary>What the head of an exit puts out for the features that its segment returned: without a coupling, the exit's logits [N, C].</summary>
    public Tensor Head(int exit, Tensor features) => _heads[exit].call(features);

    /// <summary>What the head of an exit makes of features without its parameters: it is the same while the backbone is frozen.</summary>
    internal Tensor FixedPart(int exit, Tensor features) => _heads[exit] is IHeadInTwoParts head ? head.Fixed(features) : features;

    /// <summary>What <see cref="Head"/> puts out, from <see cref="FixedPart"/>.</summary>
    internal Tensor LearntPart(int exit, Tensor fixedPart) => _heads[exit] is IHeadInTwoParts head ? head.Learnt(fixedPart) : _heads[exit].call(fixedPart);

    /// <summary>The exits about to speak of one batch: they turn what heads put out into logits.</summary>
    public Conversation Begin() => Architecture.Coupling.Begin(_links);

    /// <summary>
    /// The exits of a batch in order. A segment runs only when its exit is asked for, so leaving early is <c>break</c>.
    /// </summary>
    /// <param name="x">Input batch [N, ...].</param>
    /// <returns>Index of the exit and its logits [N, C].</returns>
    public IEnumerable<(int exit, Tensor logits)> Exits(Tensor x)
    {
        var conversation = Begin();
        for (var i = 0; i < L; i++)
        {
            x = Segment(i, x);
            yield return (i, conversation.At(i, Head(i, x)).Logits);
        }
    }

    /// <summary>The logits of all exits, L tensors [N, C].</summary>
    public override Tensor[] forward(Tensor input) => [.. Exits(input).Select(exit => exit.logits)];

    /// <summary>The modules of segment <paramref name="exit"/>, in order.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> SegmentModules(int exit) => _segments[exit];

    /// <summary>The head of exit <paramref name="exit"/>.</summary>
    public Module<Tensor, Tensor> HeadModule(int exit) => _heads[exit];

    /// <summary>The head of exit <paramref name="exit"/> and what couples it to others, if anything does.</summary>
    public IReadOnlyList<Module> HeadModules(int exit) => _links[exit] is { } link ? [_heads[exit], link] : [_heads[exit]];

    /// <summary>Parameters of the stages between exit <paramref name="exit"/> - 1 and exit <paramref name="exit"/>.</summary>
    public IEnumerable<Parameter> SegmentParameters(int exit) => _segments[exit].SelectMany(stage => stage.parameters());

    /// <summary>Parameters of the head of exit <paramref name="exit"/> and of what couples it to others.</summary>
    public IEnumerable<Parameter> HeadParameters(int exit) => HeadModules(exit).SelectMany(module => module.parameters());

    /// <summary>Parameters of the backbone: stem, stages and classifier.</summary>
    public IEnumerable<Parameter> BackboneParameters =>
        Enumerable.Range(0, L).SelectMany(SegmentParameters).Concat(HeadParameters(L - 1));

    private T Registered<T>(string name, T part) where T : Module
    {
        register_module(name, part);
        return part;
    }
}
