using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Exits;
using TorchSharp;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Regimes;

/// <summary>Methods are a coupling, a change of phases and a criterion; they train what they say and nothing else.</summary>
[Collection("torch")]
public sealed class MethodTests : OneThread
{
    private static readonly DataSet Data = TinyData.Create(train: 32, validation: 12, test: 12);
    private static readonly Recipe Recipe = new() { BatchSize = 16, Optimiser = Optimiser.Sgd(.05) };
    private static readonly Architecture Network = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);
    private static readonly Regime[] Regimes = [Regime.Disjoint, Regime.Joint, Regime.Mixed, Regime.HeadWarmUp, Regime.BranchWise(3), Regime.Distilled(Distillation.Later)];

    public static TheoryData<string, string> Cases => [.. from method in Method.All from regime in Regimes select (method.Name, regime.Name)];

    [Fact]
    public void What_methods_change()
    {
        Assert.Equal(Network.Description, Method.Sdn.On(Network).Description);
        Assert.Equal(Network.Description, Method.Pbee.On(Network).Description);
        Assert.Equal(Network.Description, Method.EeNet.On(Network).Description);
        Assert.EndsWith("coupling: ensemble of cascading\n", Method.Ztw.On(Network).Description);
        Assert.EndsWith("coupling: imitation 32\n", Method.Gpf.On(Network).Description);
        Assert.EndsWith("coupling: additive 0.5\n", Method.BoostNet.On(Network).Description);
        // The backbone alone trains in the same way under every method; what trains several exits does not.
        foreach (var method in Method.All) Assert.Equal(Regime.Mixed.Phases[0], method.On(Regime.Mixed).Phases[0]);
        Assert.Equal(Weights.Rising, Method.Gpf.On(Regime.Mixed).Phases[1].LossWeights);
        Assert.Equal(GradientRule.Equilibrium, Method.BoostNet.On(Regime.Joint).Phases[0].Gradients);
        Assert.NotNull(Method.L2W.On(Regime.Disjoint).Phases[1].SampleWeights);
        Assert.Equal("mixed", Method.L2W.On(Regime.Mixed).Name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Phases_move_what_they_train_and_nothing_else(string methodName, string regimeName)
    {
        var method = Method.All.Single(method => method.Name == methodName);
        var regime = method.On(Regimes.Single(regime => regime.Name == regimeName));
        var architecture = method.On(Network);
        using var network = architecture.Build(seed: 0);
        for (var i = 0; i < regime.Phases.Count; i++)
        {
            var phase = regime.Phases[i] with { Length = Epochs(1) };
            var before = Parts(network);
            new Trainer(network, Data, Recipe, seed: 0).Train(phase, i, cancellation: TestContext.Current.CancellationToken);
            foreach (var ((exit, part, was), (_, _, now)) in before.Zip(Parts(network)))
            {
                var trains = (part == "head" ? phase.Trains.HeadTrains : phase.Trains.SegmentTrains)(exit, network.L);
                Assert.All(now, value => Assert.True(float.IsFinite(value)));
                Assert.Equal(trains, !was.AsSpan().SequenceEqual(now));
            }
        }
        var outputs = Outputs.Collect(network, architecture.Costs, Data.Test, Data, new OutputsInfo());
        Assert.Equal((3, 12, 3), (outputs.L, outputs.N, outputs.C));
    }

    private static List<(int Exit, string Part, float[] Values)> Parts(MultiExitNetwork network)
    {
        static float[] Values(IEnumerable<TorchSharp.Modules.Parameter> parameters) => [.. parameters.SelectMany(parameter => parameter.detach().data<float>().ToArray())];
        return [.. from exit in Enumerable.Range(0, network.L)
                   from part in ((string, float[])[])[("segment", Values(network.SegmentParameters(exit))), ("head", Values(network.HeadParameters(exit)))]
                   select (exit, part.Item1, part.Item2)];
    }

    [Theory]
    [InlineData("SDN")]
    [InlineData("PBEE")]
    [InlineData("EENet")]
    public void A_criterion_keeps_its_budget_where_it_was_chosen(string name)
    {
        var method = Method.All.Single(method => method.Name == name);
        var outputs = MadeUp.Outputs(3, exits: 4, samples: 500, classes: 4);
        var previous = 0.0;
        foreach (var budget in (double[])[.3, .4, .5])
        {
            var decisions = outputs.Decide(method.Criterion(outputs, budget));
            Assert.InRange(decisions.Cost, outputs.Costs[0], budget + 1e-9);
            Assert.True(decisions.Accuracy >= previous - .02);
            previous = decisions.Accuracy;
        }
    }

    [Fact]
    public void Exits_that_hear_of_frozen_ones_pay_for_them()
    {
        var cascading = Network.With(Coupling.Cascading);
        var (plain, coupled) = (Trains.Branch(1).MacsPerSample(Network), Trains.Branch(1).MacsPerSample(cascading));
        Assert.Equal(plain + 3 * 9 + Network.Exits[0].HeadMacs, coupled);
        Assert.Equal(Trains.Backbone.MacsPerSample(Network), Trains.Backbone.MacsPerSample(cascading));
    }
}
