using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Models;

/// <summary>What coupled exits say, against the formulas of the papers written out over a network's own weights.</summary>
[Collection("torch")]
public class CouplingTests : OneThread
{
    private static readonly Architecture Plain = Mlp.Of([4], [6, 5, 5, 4], classes: 3).WithExits(Heads.Linear, Every.Block);

    private static readonly Dictionary<string, Coupling> Couplings = new()
    {
        ["none"] = Coupling.None,
        ["cascading"] = Coupling.Cascading,
        ["ensemble"] = Coupling.Ensemble,
        ["zero time waste"] = Coupling.ZeroTimeWaste,
        ["additive"] = Coupling.Additive(),
        ["imitation"] = Coupling.Imitation(7),
    };

    public static TheoryData<string> Names => [.. Couplings.Keys];

    private static Tensor Batch(int n = 5)
    {
        manual_seed(3);
        return torch.randn(n, 4);
    }

    /// <summary>The features at every exit.</summary>
    private static Tensor[] Features(MultiExitNetwork network, Tensor x) =>
        [.. Enumerable.Range(0, network.L).Select(exit => x = network.Segment(exit, x))];

    private static Tensor Weight(MultiExitNetwork network, string name) => network.state_dict()[name];

    private static void Near(Tensor expected, Tensor found, string what) =>
        Assert.True(expected.shape.SequenceEqual(found.shape) && expected.allclose(found, 1e-5, 1e-6), $"{what}: expected {Values(expected)}, found {Values(found)}");

    private static string Values(Tensor tensor) => $"[{string.Join(", ", tensor.flatten().data<float>())}]";

    [Fact]
    public void Without_a_coupling_names_costs_and_description_are_those_of_plain_exits()
    {
        using var network = Plain.Build(seed: 0);
        Assert.DoesNotContain(network.state_dict().Keys, name => name.StartsWith("link"));
        Assert.DoesNotContain("coupling", Plain.Description);
        Assert.Equal(Plain.Description, Plain.With(Coupling.Cascading).With(Coupling.None).Description);
        Assert.Equal("mlp-6-5-5-4-4", Plain.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_those_of_the_blueprint_and_the_backbone_starts_from_the_same_weights(string name)
    {
        var architecture = Plain.With(Couplings[name]);
        using var network = architecture.Build(seed: 5);
        using var plain = Plain.Build(seed: 5);
        for (var exit = 0; exit < network.L; exit++)
            Assert.Equal(architecture.Exits[exit].Layers.Sum(layer => layer.Parameters), network.HeadParameters(exit).Sum(parameter => parameter.numel()));
        foreach (var (there, here) in plain.BackboneParameters.Zip(network.BackboneParameters)) Near(there, here, "backbone");
    }

    [Fact]
    public void What_coupling_costs_counts_where_it_is_paid()
    {
        // Segments 24, 30, 25, 20; heads 18, 15, 15 and the classifier's 12; C = 3.
        Assert.Equal(24 + 30 + 25 + 20 + 12, Plain.BackboneMacs);
        Assert.Equal([18, 15, 15, 12], Plain.Exits.Select(exit => exit.HeadMacs));
        Assert.Equal([18, 15 + 9, 15 + 9, 12], Plain.With(Coupling.Cascading).Exits.Select(exit => exit.HeadMacs));
        Assert.Equal([18 + 3, 15 + 6, 15 + 9, 12], Plain.With(Coupling.Ensemble).Exits.Select(exit => exit.HeadMacs));
        Assert.Equal([18 + 3, 15 + 9 + 6, 15 + 9 + 9, 12], Plain.With(Coupling.ZeroTimeWaste).Exits.Select(exit => exit.HeadMacs));
        Assert.Equal([18, 15, 15, 12], Plain.With(Coupling.Additive()).Exits.Select(exit => exit.HeadMacs));
        // Heads put out 7 numbers: 42, 35, 35. Imitations 2, 1, 0 of 49; projections 3, 2, 1 of 21; a gate of 21; the balance's 9.
        Assert.Equal([42 + 98 + 63 + 21 + 9, 35 + 49 + 42 + 21 + 9, 35 + 21 + 21 + 9, 12], Plain.With(Coupling.Imitation(7)).Exits.Select(exit => exit.HeadMacs));
        Assert.Equal((24 + 30 + 25 + 20 + 12 + 18 + 24 + 24) / 111.0, Plain.With(Coupling.Cascading).Costs[^1], 12);
    }

    [Fact]
    public void A_cascading_head_is_one_linear_layer_on_features_and_normed_logits_side_by_side()
    {
        using var scope = NewDisposeScope();
        using var network = Plain.With(Coupling.Cascading).Build(seed: 1);
        var x = Batch();
        var (features, said) = (Features(network, x), network.call(x));
        Near(network.Head(0, features[0]), said[0], "first");
        Near(network.Head(3, features[3]), said[3], "classifier");
        foreach (var exit in (int[])[1, 2])
        {
            var joined = cat([Weight(network, $"head{exit}.linear.weight"), Weight(network, $"link{exit}.linear.weight")], 1);
            var normed = (said[exit - 1] - said[exit - 1].mean([1], keepdim: true)) / (said[exit - 1].var([1], unbiased: false, keepdim: true) + 1e-5).sqrt();
            Near(nn.functional.linear(cat([features[exit], normed], 1), joined, Weight(network, $"head{exit}.linear.bias")), said[exit], $"exit {exit}");
        }
    }

    [Fact]
    public void An_ensemble_says_the_weighted_mean_of_log_probabilities()
    {
        using var scope = NewDisposeScope();
        using var network = Plain.With(Coupling.Ensemble).Build(seed: 1);
        using (no_grad()) Weight(network, "link2.bias").copy_(torch.tensor(new[] { .3f, -.2f, .1f }));
        var x = Batch();
        var (features, said) = (Features(network, x), network.call(x));
        var heads = Enumerable.Range(0, 3).Select(exit => network.Head(exit, features[exit]).softmax(1).log()).ToArray();
        for (var exit = 0; exit < 3; exit++)
        {
            var (weights, sum) = (Weight(network, $"link{exit}.weights").data<float>().ToArray(), torch.zeros(5, 3));
            for (var m = 0; m <= exit; m++) sum += Math.Exp(weights[m]) * heads[m] / (exit + 1);
            Near(sum + Weight(network, $"link{exit}.bias"), said[exit], $"exit {exit}");
        }
        Near(network.Head(3, features[3]), said[3], "classifier");
    }

    [Fact]
    public void Added_logits_carry_half_of_what_was_said_before()
    {
        using var scope = NewDisposeScope();
        using var network = Plain.With(Coupling.Additive()).Build(seed: 1);
        var x = Batch();
        var (features, said) = (Features(network, x), network.call(x));
        var heads = Enumerable.Range(0, 4).Select(exit => network.Head(exit, features[exit])).ToArray();
        Near(heads[0], said[0], "exit 0");
        Near(heads[1] + .5 * heads[0], said[1], "exit 1");
        Near(heads[3] + .5 * heads[2] + .25 * heads[1] + .125 * heads[0], said[3], "classifier");
    }

    [Fact]
    public void Imitation_joins_past_states_and_imitated_ones_as_the_authors_code_does()
    {
        using var scope = NewDisposeScope();
        using var network = Plain.With(Coupling.Imitation(7)).Build(seed: 1);
        var x = Batch();
        var features = Features(network, x);
        var states = Enumerable.Range(0, 3).Select(exit => network.Head(exit, features[exit]).relu()).ToArray();
        var conversation = network.Begin();
        var ownLosses = torch.zeros(1);
        for (var exit = 0; exit < 3; exit++)
        {
            Tensor[] known = [.. Enumerable.Range(0, 3).Select(j => j <= exit ? states[j] : Linear($"link{j}.imitator", states[exit]).relu())];
            var past = Enumerable.Range(0, exit + 1).Select(j => Linear($"link{j}.projection", known[j])).Aggregate((a, b) => a + b);
            var future = Enumerable.Range(exit + 1, 2 - exit).Select(j => Linear($"link{j}.projection", known[j])).Aggregate(torch.zeros(5, 3), (a, b) => a + b);
            var gate = Enumerable.Range(0, exit + 1).Select(j => Linear($"link{j}.gate", known[j])).Aggregate((a, b) => a + b) / (exit + 1);
            var balance = Linear("link0.balance", gate.relu()).sigmoid();
            var spoken = conversation.At(exit, network.Head(exit, features[exit]));
            Near(balance * past + (1 - balance) * future, spoken.Logits, $"exit {exit}");
            if (spoken.OwnLoss is { } loss) ownLosses += loss();
        }
        // The authors' auxiliary loss: for each exit that imitates, 1 - cosine over all later states in one pile; the mean over these exits.
        var piles = Enumerable.Range(0, 2).Select(exit =>
        {
            var imitations = cat([.. Enumerable.Range(exit + 1, 2 - exit).Select(j => Linear($"link{j}.imitator", states[exit]).relu())], 0);
            var truths = cat([.. Enumerable.Range(exit + 1, 2 - exit).Select(j => states[j])], 0);
            var cosine = (imitations * truths).sum(1) / (imitations.square().sum(1).sqrt() * truths.square().sum(1).sqrt());
            return (1 - cosine).mean();
        }).ToArray();
        Assert.Equal((piles[0] + piles[1]).item<float>() / 2, ownLosses.item<float>(), 1e-5);

        Tensor Linear(string name, Tensor input) => nn.functional.linear(input, Weight(network, $"{name}.weight"), Weight(network, $"{name}.bias"));
    }

    [Theory]
    [InlineData("cascading", 2)]
    [InlineData("ensemble", 2)]
    [InlineData("zero time waste", 2)]
    [InlineData("additive", 2)]
    [InlineData("imitation", 2)]
    public void A_later_exit_does_not_teach_the_heads_that_it_hears(string name, int exit)
    {
        using var scope = NewDisposeScope();
        using var network = Plain.With(Couplings[name]).Build(seed: 1);
        network.call(Batch())[exit].square().sum().backward();
        for (var earlier = 0; earlier < exit; earlier++)
            Assert.All(network.HeadModule(earlier).parameters(), parameter => Assert.Null(parameter.grad));
        // The ensemble learns alone: not even its own head hears of its loss.
        if (name is "ensemble" or "zero time waste") Assert.All(network.HeadModule(exit).parameters(), parameter => Assert.Null(parameter.grad));
        else Assert.All(network.HeadModule(exit).parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Leaving_early_is_break_and_says_what_the_whole_network_says(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Plain.With(Couplings[name]).Build(seed: 1);
        var x = Batch();
        var whole = network.call(x);
        var later = 0;
        network.SegmentModules(2)[0].register_forward_pre_hook(_ => later++);
        foreach (var (exit, logits) in network.Exits(x))
        {
            Near(whole[exit], logits, $"exit {exit}");
            if (exit == 1) break;
        }
        Assert.Equal(0, later);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_that_shrinks_hears_of_its_own_samples(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Plain.With(Couplings[name]).Build(seed: 1);
        var x = Batch(40);
        var logits = network.call(x).SelectMany(exit => exit.data<float>().ToArray()).ToArray();
        var outputs = new ExitOutputs(logits, new int[40], [.. network.Architecture.Costs], 3, OutputsInfo.Unknown);
        var scores = outputs.Score(Scores.MaxSoftmax);
        var threshold = scores.Of(1).ToArray().Order().ElementAt(20) + 1e-4;
        // No threshold at exit 0: nobody leaves there, and yet the exits after it hear of it.
        var policy = new ThresholdPolicy(Scores.MaxSoftmax, [double.PositiveInfinity, threshold, threshold]);
        var decisions = outputs.Decide(policy);
        Assert.True(decisions.Shares()[1] > 0 && decisions.Shares()[^1] > 0);
        using var fast = EarlyExitModel.Compile(network, policy);
        var (labels, exits, _) = fast.Predict(x);
        Assert.Equal(decisions.Exits.ToArray(), exits);
        Assert.Equal(Enumerable.Range(0, 40).Select(n => outputs.Predictions[decisions.Exits[n], n]), labels);
    }

    [Fact]
    public void A_number_cannot_be_coupled_by_probabilities()
    {
        var regression = Mlp.Of([4], [6, 5], classes: 1).WithExits(Heads.Linear, Every.Block);
        Assert.Contains("needs classes", Assert.Throws<ArgumentException>(() => regression.With(Coupling.ZeroTimeWaste)).Message);
        Assert.Equal(2, regression.With(Coupling.Additive()).Exits.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Coupling.Imitation(0));
    }

    [Fact]
    public void The_part_up_to_an_exit_is_a_network_of_its_own()
    {
        var second = Plain.Only(1);
        Assert.Equal((1, 24 + 30 + 15L), (second.Exits.Count, second.BackboneMacs));
        Assert.Equal(Plain.Backbone.Alone.Description, Plain.Only(3).Description);
        Assert.NotEqual(Plain.Backbone.Name, second.Backbone.Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain.Only(4));
    }

    [Fact]
    public void Averaging_before_the_stem_is_the_network_on_averaged_images()
    {
        using var scope = NewDisposeScope();
        var small = ResNet.ForCifar(8, 2, input: [3, 8, 8]).WithExits(Heads.Pooled, Every.Block);
        var large = small.Backbone.OnAveraged(2).WithExits(Heads.Pooled, Every.Block);
        Assert.Equal(small.Costs, large.Costs);
        using var near = small.Build(seed: 1);
        using var far = large.Build(seed: 1);
        var x = torch.randn(2, 3, 16, 16);
        foreach (var (a, b) in near.call(x.reshape(2, 3, 8, 2, 8, 2).mean([3, 5])).Zip(far.call(x))) Near(a, b, "averaged");
    }
}
