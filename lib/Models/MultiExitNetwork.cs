using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>
/// A network with L exits. Segment i is the run of stages between exit i - 1 and exit i; the last head is the backbone's own
/// classifier. Training, evaluation and early exit all walk the same path through <see cref="Segment"/> and <see cref="Head"/>.
/// </summary>
public sealed class MultiExitNetwork : Module<Tensor, Tensor[]>
{
    private readonly Module<Tensor, Tensor>[][] _segments;
    private readonly Module<Tensor, Tensor>[] _heads;

    /// <summary>Builds every part with weights from torch's default generator: stem, stages, classifier, then the early heads.</summary>
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
            _heads[i] = Registered(exit.Name, exit.Head.Build(backbone.Stages[exit.Stage].Output, backbone.Classes));
        }
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

    /// <summary>The logits [N, C] of an exit from the features that its segment returned.</summary>
    public Tensor Head(int exit, Tensor features) => _heads[exit].call(features);

    /// <summary>
    /// The exits of a batch in order. A segment runs only when its exit is asked for, so leaving early is <c>break</c>.
    /// </summary>
    /// <param name="x">Input batch [N, ...].</param>
    /// <returns>Index of the exit and its logits [N, C].</returns>
    public IEnumerable<(int exit, Tensor logits)> Exits(Tensor x)
    {
        for (var i = 0; i < L; i++)
        {
            x = Segment(i, x);
            yield return (i, Head(i, x));
        }
    }

    /// <summary>The logits of all exits, L tensors [N, C].</summary>
    public override Tensor[] forward(Tensor input) => [.. Exits(input).Select(exit => exit.logits)];

    /// <summary>The modules of segment <paramref name="exit"/>, in order.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> SegmentModules(int exit) => _segments[exit];

    /// <summary>The head of exit <paramref name="exit"/>.</summary>
    public Module<Tensor, Tensor> HeadModule(int exit) => _heads[exit];

    /// <summary>Parameters of the stages between exit <paramref name="exit"/> - 1 and exit <paramref name="exit"/>.</summary>
    public IEnumerable<Parameter> SegmentParameters(int exit) => _segments[exit].SelectMany(stage => stage.parameters());

    /// <summary>Parameters of the head of exit <paramref name="exit"/>.</summary>
    public IEnumerable<Parameter> HeadParameters(int exit) => _heads[exit].parameters();

    /// <summary>Parameters of the backbone: stem, stages and classifier.</summary>
    public IEnumerable<Parameter> BackboneParameters =>
        Enumerable.Range(0, L).SelectMany(SegmentParameters).Concat(HeadParameters(L - 1));

    private Module<Tensor, Tensor> Registered(string name, Module<Tensor, Tensor> part)
    {
        register_module(name, part);
        return part;
    }
}
