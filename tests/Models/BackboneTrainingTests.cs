using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Regimes;
using TorchSharp.Modules;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Models;

/// <summary>Every kind of backbone in every regime: two steps a phase on a handful of drawn images.</summary>
[Collection("torch")]
public class BackboneTrainingTests : OneThread
{
    private static readonly DataSet Data = Shapes.Create(seed: 0, train: 16, validation: 4, test: 5);
    private static readonly Recipe Recipe = new() { BatchSize = 8, Augmentation = Augmentation.FlipAndShift, Optimiser = Optimiser.Sgd(.05) };

    private static readonly Dictionary<string, Architecture> Networks = new()
    {
        ["vgg"] = Vgg.WithBatchNorm(11, width: 1).WithExits(Heads.Linear, Every.Nth(3)),
        ["vit"] = Vit.For(dim: 6, depth: 3, heads: 2, patch: 16, dropout: .1).WithExits(Heads.ClassToken, Every.Block),
        ["resnet-images"] = ResNet.ForImages(18, width: 2, ImageStem.Large).WithExits(Heads.Linear, Every.Nth(3)),
        ["efficientnet"] = EfficientNet.B0(.1, .3, stemStride: 4, dropout: .1, stochasticDepth: .1).WithExits(Heads.Linear, Every.Nth(3)),
        ["msdnet"] = MsdNet.Create([1, 1, 1], growth: 1, width: 2, headChannels: 3).WithExits(Heads.Coarsest(3), Every.Block),
    };

    private static readonly Regime[] Regimes =
    [
        Regime.Disjoint, Regime.Joint, Regime.Mixed, Regime.HeadWarmUp, Regime.MixedThenHeads, Regime.Alternating, Regime.BranchWise(3),
        new("equilibrium", new Phase(Trains.Everything) { Gradients = GradientRule.Equilibrium }),
        new("detach", new Phase(Trains.Everything) { Gradients = GradientRule.Detach }),
    ];

    public static TheoryData<string, string> Cases =>
        [.. from network in Networks.Keys from regime in Regimes select (network, regime.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Phases_move_what_they_train_and_nothing_else(string name, string regimeName)
    {
        var regime = Regimes.Single(regime => regime.Name == regimeName);
        using var network = Networks[name].Build(seed: 0);
        for (var i = 0; i < regime.Phases.Count; i++)
        {
            var phase = regime.Phases[i] with { Length = Epochs(1) };
            var before = Parts(network);
            var record = new Trainer(network, Data, Recipe, seed: 0).Train(phase, i, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(2, record.Steps);
            foreach (var ((exit, part, was), (_, _, now)) in before.Zip(Parts(network)))
            {
                bool[] moved = [.. was.Zip(now, (a, b) => !a.AsSpan().SequenceEqual(b))];
                Assert.All(now.SelectMany(values => values), value => Assert.True(float.IsFinite(value)));
                if (!(part == "head" ? phase.Trains.HeadTrains : phase.Trains.SegmentTrains)(exit, network.L)) Assert.DoesNotContain(true, moved);
                // The fine scales that a block of MSDNet hands on do not reach its own exit.
                else if (name == "msdnet" && phase.Trains.Name.StartsWith("branch")) Assert.Contains(true, moved);
                else Assert.DoesNotContain(false, moved);
            }
        }
        var outputs = Outputs.Collect(network, Networks[name].Costs, Data.Test, Data, new OutputsInfo());
        Assert.Equal((network.L, 5, 10), (outputs.L, outputs.N, outputs.C));
    }

    [Theory]
    [InlineData("vit")]
    [InlineData("efficientnet")]
    public void What_is_dropped_depends_on_the_seed_alone(string name)
    {
        float[] Trained(int seed, int drawn)
        {
            using var network = Networks[name].Build(seed: 0);
            using var noise = TorchSharp.torch.rand(drawn);
            new Trainer(network, Data, Recipe, seed).Train(new Phase(Trains.Everything) { Length = Epochs(1) }, cancellation: TestContext.Current.CancellationToken);
            return [.. Parts(network).SelectMany(part => part.values).SelectMany(values => values)];
        }
        Assert.Equal(Trained(seed: 1, drawn: 1), Trained(seed: 1, drawn: 7));
        Assert.NotEqual(Trained(seed: 1, drawn: 1), Trained(seed: 2, drawn: 1));
    }

    private static List<(int exit, string part, float[][] values)> Parts(MultiExitNetwork network)
    {
        float[][] Values(IEnumerable<Parameter> parameters) => [.. parameters.Select(parameter => parameter.detach().data<float>().ToArray())];
        var parts = new List<(int, string, float[][])>();
        for (var exit = 0; exit < network.L; exit++)
        {
            parts.Add((exit, "segment", Values(network.SegmentParameters(exit))));
            parts.Add((exit, "head", Values(network.HeadParameters(exit))));
        }
        return parts;
    }
}
