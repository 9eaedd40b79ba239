using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>What a step computes from one of its input maps: one or two convolutions with batch norm and ReLU.</summary>
/// <param name="Name">Name of the module.</param>
/// <param name="From">Which input map it reads.</param>
/// <param name="Units">The convolutions and their names.</param>
internal sealed record MsdSource(string Name, int From, IReadOnlyList<(string Name, ConvUnit Unit)> Units)
{
    public Shape Output => Units[^1].Unit.Output;

    public IEnumerable<Layer> Layers => Units.SelectMany(unit => unit.Unit.Layers($"{Name}.{unit.Name}."));

    public Module<Tensor, Tensor> Build() => Sequential(Units.Select(unit => (unit.Name, unit.Unit.Build())).ToArray());
}

/// <summary>From several maps to several maps: a layer or a transition.</summary>
internal sealed record MsdStep(
    string Name, IReadOnlyList<Shape> Inputs, IReadOnlyList<MsdSource> Sources, IReadOnlyList<Shape> Outputs, Func<Module<Tensor[], Tensor[]>> Build)
{
    public IEnumerable<Layer> Layers => Sources.SelectMany(source => source.Layers).Select(layer => layer with { Name = $"{Name}.{layer.Name}" });
}

/// <summary>Steps one after the other, packed features in and out.</summary>
internal sealed class MsdStage : Module<Tensor, Tensor>
{
    private readonly Shape _input;
    private readonly Module<Tensor[], Tensor[]>[] _steps;

    public MsdStage(Shape input, IReadOnlyList<MsdStep> steps) : base(nameof(MsdStage))
    {
        _input = input;
        _steps = [.. steps.Select(step => step.Build())];
        for (var i = 0; i < _steps.Length; i++) register_module(steps[i].Name, _steps[i]);
    }

    public override Tensor forward(Tensor input) =>
        Packing.Pack(_steps.Aggregate(Packing.Unpack(input, _input), (maps, step) => step.call(maps)));
}

/// <summary>What the steps have in common: their sources as modules.</summary>
internal abstract class MsdModule : Module<Tensor[], Tensor[]>
{
    protected MsdModule(string name, IReadOnlyList<MsdSource> sources) : base(name)
    {
        Sources = [.. sources.Select(source => (source, source.Build()))];
        foreach (var (source, module) in Sources) register_module(source.Name, module);
    }

    protected IReadOnlyList<(MsdSource source, Module<Tensor, Tensor> module)> Sources { get; }
}

/// <summary>The first layer: each scale from the next finer one, the finest from the image.</summary>
internal sealed class MsdFirst(IReadOnlyList<MsdSource> sources) : MsdModule(nameof(MsdFirst), sources)
{
    public override Tensor[] forward(Tensor[] input)
    {
        var maps = new Tensor[Sources.Count];
        // Dense layers have too few channels each for channels last in memory to pay: plane by plane they train twice as fast.
        for (var scale = 0; scale < maps.Length; scale++) maps[scale] = Sources[scale].module.call(scale == 0 ? input[0].contiguous() : maps[scale - 1]);
        return maps;
    }
}

/// <summary>A dense layer: each map that is kept, and after its channels what is computed from it and from the next finer one.</summary>
/// <param name="sources">What is computed; those of one output map follow each other, the one from the map itself last.</param>
/// <param name="dropped">How many of the finest input maps are not kept.</param>
internal sealed class MsdDense(IReadOnlyList<MsdSource> sources, int dropped) : MsdModule(nameof(MsdDense), sources)
{
    public override Tensor[] forward(Tensor[] input)
    {
        var outputs = new Tensor[input.Length - dropped];
        var source = 0;
        for (var i = dropped; i < input.Length; i++)
        {
            var parts = new List<Tensor> { input[i] };
            for (var own = false; !own; source++)
            {
                own = Sources[source].source.From == i;
                parts.Add(Sources[source].module.call(input[Sources[source].source.From]));
            }
            outputs[i - dropped] = torch.cat(parts, 1);
        }
        return outputs;
    }
}

/// <summary>1 x 1 convolutions that thin out each map.</summary>
internal sealed class MsdTransition(IReadOnlyList<MsdSource> sources) : MsdModule(nameof(MsdTransition), sources)
{
    public override Tensor[] forward(Tensor[] input) => [.. Sources.Select(source => source.module.call(input[source.source.From]))];
}
