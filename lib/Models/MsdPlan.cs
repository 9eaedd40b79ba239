namespace EarlyExit.Models;

/// <summary>The settings of an <see cref="MsdNet"/>, and the layers that follow from them.</summary>
internal sealed record MsdPlan(long Growth, long Width, int Scales, DenseLayer Kind, ScaleDrop Drop, double? Compression)
{
    public (Stage stem, IReadOnlyList<Stage> stages) Stages(Shape input, int[] blocks)
    {
        var total = blocks.Sum();
        var first = FirstLayer(input);
        var stem = Stage("stem", input, [first]);
        var stages = new List<Stage>();
        var maps = first.Outputs;
        // Channels of scale 0, or what they would be where it is dropped: every scale has f_s times as many.
        var channels = Width;
        var layer = 0;
        foreach (var count in blocks)
        {
            var steps = new List<MsdStep>();
            for (var end = layer + count; layer < end; layer++)
            {
                var dense = Dense($"layer{layer}", maps, dropped: FinestAfter(layer, total) - (Scales - maps.Count));
                steps.Add(dense);
                channels += Growth;
                if (Compression is { } fraction && TransitionAfter(layer, total, dense))
                {
                    channels = Math.Max(1, (long)Math.Floor(fraction * channels));
                    steps.Add(Transition($"transition{layer}", dense.Outputs, channels));
                }
                maps = steps[^1].Outputs;
            }
            stages.Add(Stage($"block{stages.Count}", stages.Count == 0 ? stem.Output : stages[^1].Output, steps));
        }
        return (stem, stages);
    }

    private static long Factor(int scale) => 1L << Math.Min(scale, 2);

    /// <summary>The finest scale that this layer still makes.</summary>
    private int FinestAfter(int layer, int total)
    {
        var needless = Math.Max(0, Scales - (total - layer));
        return Drop == ScaleDrop.Late ? needless : Math.Max(needless, layer / ((total + Scales - 1) / Scales));
    }

    private bool TransitionAfter(int layer, int total, MsdStep dense) => Drop == ScaleDrop.Late
        ? layer + 1 == total / 3 || layer + 1 == 2 * total / 3
        : dense.Outputs.Count < dense.Inputs.Count;

    private MsdStep FirstLayer(Shape input)
    {
        var sources = new List<MsdSource>();
        for (var scale = 0; scale < Scales; scale++)
        {
            var unit = new ConvUnit(scale == 0 ? input : sources[^1].Output, Width * Factor(scale), Kernel: 3, Stride: scale == 0 ? 1 : 2);
            sources.Add(new($"scale{scale}", scale, [("conv", unit)]));
        }
        return new("first", [input], sources, [.. sources.Select(source => source.Output)], () => new MsdFirst(sources));
    }

    private MsdStep Dense(string name, IReadOnlyList<Shape> maps, int dropped)
    {
        var finest = Scales - maps.Count;
        var sources = new List<MsdSource>();
        var outputs = new List<Shape>();
        for (var i = dropped; i < maps.Count; i++)
        {
            var added = Growth * Factor(finest + i);
            if (i > 0)
            {
                added /= 2;
                sources.Add(Source($"down{finest + i}", maps, i - 1, added, stride: 2));
            }
            sources.Add(Source($"same{finest + i}", maps, i, added, stride: 1));
            outputs.Add([maps[i][0] + Growth * Factor(finest + i), maps[i][1], maps[i][2]]);
        }
        return new(name, maps, sources, outputs, () => new MsdDense(sources, dropped));
    }

    private MsdSource Source(string name, IReadOnlyList<Shape> maps, int from, long channels, long stride)
    {
        if (Kind == DenseLayer.Plain) return new(name, from, [("conv", new(maps[from], channels, Kernel: 3, stride))]);
        var inner = Math.Min(maps[from][0], channels * Factor(Scales - maps.Count + from));
        var reduce = new ConvUnit(maps[from], inner, Kernel: 1);
        return new(name, from, [("reduce", reduce), ("conv", new(reduce.Output, channels, Kernel: 3, stride))]);
    }

    private MsdStep Transition(string name, IReadOnlyList<Shape> maps, long channels)
    {
        var finest = Scales - maps.Count;
        MsdSource[] sources = [.. maps.Select((map, i) =>
            new MsdSource($"scale{finest + i}", i, [("conv", new(map, channels * Factor(finest + i), Kernel: 1))]))];
        return new(name, maps, sources, [.. sources.Select(source => source.Output)], () => new MsdTransition(sources));
    }

    private static Stage Stage(string name, Shape input, IReadOnlyList<MsdStep> steps) =>
        new(name, input, Shape.Packed(steps[^1].Outputs), [.. steps.SelectMany(step => step.Layers)], () => new MsdStage(input, steps));
}
