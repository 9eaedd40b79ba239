using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>The two kinds of blocks of EfficientNets.</summary>
internal enum MbConv
{
    /// <summary>Expansion, depthwise convolution, squeeze and excitation, projection.</summary>
    Depthwise,

    /// <summary>A dense convolution that expands, then projection; the convolution alone where nothing is expanded.</summary>
    Fused,
}

/// <summary>One row of an EfficientNet's table; the stride is the first block's.</summary>
internal sealed record MbGroup(MbConv Kind, int Expansion, int Kernel, int Stride, int Channels, int Blocks);

/// <summary>A table and its settings, and the stages that follow from them.</summary>
internal sealed record EfficientPlan(
    string Name, int StemChannels, IReadOnlyList<MbGroup> Groups, double Width, double Depth, int StemStride, double Dropout, double StochasticDepth)
{
    private const double PublishedDrop = .2;
    private const int TopChannels = 1280;

    public Backbone Create(int classes, Shape input)
    {
        if (!(Width > 0 && Width * TopChannels <= int.MaxValue)) throw new ArgumentOutOfRangeException("width", Width, "The multiplier of channels is above 0.");
        if (!(Depth > 0 && Depth <= 1000)) throw new ArgumentOutOfRangeException("depth", Depth, "The multiplier of blocks is above 0.");
        ArgumentOutOfRangeException.ThrowIfLessThan(StemStride, 1, "stemStride");
        RequireChance("dropout", Dropout);
        RequireChance("stochasticDepth", StochasticDepth);

        var first = new ConvUnit(input, Rounded(StemChannels), Kernel: 3, StemStride, Activation: Activation.Silu);
        var stem = new Stage("stem", input, first.Output, first.Layers(), () => first.Build());
        var blocks = Groups.Sum(Count);
        var stages = new List<Stage>();
        foreach (var group in Groups)
            for (var n = 0; n < Count(group); n++)
                stages.Add(Block(
                    $"block{stages.Count}", stages.Count == 0 ? stem.Output : stages[^1].Output, n == 0 ? group : group with { Stride = 1 },
                    StochasticDepth * stages.Count / blocks));
        return new Backbone(FullName, input, classes, stem, stages, new TopHead(Rounded(TopChannels), Dropout));
    }

    private string FullName => FormattableString.Invariant(
        $"{Name}{Mark("w", Width, 1)}{Mark("d", Depth, 1)}{Mark("s", StemStride, 1)}{Mark("drop", Dropout, PublishedDrop)}{Mark("sd", StochasticDepth, PublishedDrop)}");

    private static string Mark(string letter, double value, double usual) =>
        value == usual ? "" : FormattableString.Invariant($"-{letter}{value}");

    private static void RequireChance(string name, double chance)
    {
        if (!(chance >= 0 && chance < 1)) throw new ArgumentOutOfRangeException(name, chance, "A chance in [0, 1) is expected.");
    }

    private int Count(MbGroup group) => (int)Math.Ceiling(Depth * group.Blocks);

    /// <summary>Channels times the width, to the nearest multiple of 8; one more 8 where that takes away more than a tenth.</summary>
    private long Rounded(int channels)
    {
        var exact = Width * channels;
        var rounded = Math.Max(8, (long)(exact + 4) / 8 * 8);
        return rounded < .9 * exact ? rounded + 8 : rounded;
    }

    private Stage Block(string name, Shape input, MbGroup group, double dropped)
    {
        var (layers, build) = group.Kind == MbConv.Depthwise ? Depthwise(input, group) : Fused(input, group);
        var output = layers[^1].Output;
        return group.Stride == 1 && input.Equals(output)
            ? new(name, input, output, [.. layers, Layer.Free("add", output)], () => new ResidualBranch(build(), dropped))
            : new(name, input, output, layers, () => Sequential(("branch", build())));
    }

    private (IReadOnlyList<Layer>, Func<Module<Tensor, Tensor>>) Depthwise(Shape input, MbGroup group)
    {
        var expand = new ConvUnit(input, group.Expansion * input[0], Kernel: 1, Activation: Activation.Silu);
        var inner = group.Expansion == 1 ? input : expand.Output;
        var depthwise = new ConvUnit(inner, inner[0], group.Kernel, group.Stride, Groups: inner[0], Activation.Silu);
        // The squeeze is a quarter of what comes into the block, not of what has been expanded.
        var squeeze = new SqueezePlan(depthwise.Output, Math.Max(1, input[0] / 4));
        var project = new ConvUnit(depthwise.Output, Rounded(group.Channels), Kernel: 1, Activation: Activation.None);
        IReadOnlyList<Layer> expansion = group.Expansion == 1 ? [] : expand.Layers("expand.");
        return ([.. expansion, .. depthwise.Layers("depthwise."), .. squeeze.Layers("squeeze."), .. project.Layers("project.")], Build);

        Module<Tensor, Tensor> Build()
        {
            (string, Module<Tensor, Tensor>)[] first = group.Expansion == 1 ? [] : [("expand", expand.Build())];
            return Sequential([.. first, ("depthwise", depthwise.Build()), ("squeeze", squeeze.Build()), ("project", project.Build())]);
        }
    }

    private (IReadOnlyList<Layer>, Func<Module<Tensor, Tensor>>) Fused(Shape input, MbGroup group)
    {
        if (group.Expansion == 1)
        {
            var only = new ConvUnit(input, Rounded(group.Channels), group.Kernel, group.Stride, Activation: Activation.Silu);
            return (only.Layers("expand."), () => Sequential(("expand", only.Build())));
        }
        var expand = new ConvUnit(input, group.Expansion * input[0], group.Kernel, group.Stride, Activation: Activation.Silu);
        var project = new ConvUnit(expand.Output, Rounded(group.Channels), Kernel: 1, Activation: Activation.None);
        return ([.. expand.Layers("expand."), .. project.Layers("project.")], () => Sequential(("expand", expand.Build()), ("project", project.Build())));
    }
}
