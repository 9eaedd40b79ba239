using System.Text.Json;
using EarlyExit.Calibration;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Regimes;
using EarlyExit.Workbook;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Models;

/// <summary>Early-exit methods against the papers' way of writing them in PyTorch: tests/golden/couplings/make.py.</summary>
[Collection("torch")]
public class CouplingGoldenTests : OneThread
{
    private static readonly int[] Widths = [6, 5, 5, 4];
    private static readonly Architecture Plain = Mlp.Of([4], Widths, classes: 3).WithExits(Heads.Linear, Every.Block);

    private static readonly Dictionary<string, (Coupling Coupling, Func<Phase, Phase> Training)> Methods = new()
    {
        ["cascading"] = (Coupling.Cascading, phase => phase),
        ["ensemble"] = (Coupling.Ensemble, phase => phase),
        ["zero time waste"] = (Method.Ztw.Coupling, Method.Ztw.Training),
        ["additive"] = (Method.BoostNet.Coupling, Method.BoostNet.Training),
        ["imitation"] = (Coupling.Imitation(5), Method.Gpf.Training),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    private sealed record Coupled(Dictionary<string, float[]> Weights, float[][] Logits, double Loss, Dictionary<string, float[]> Gradients);

    private sealed record Batch(float[] X, long[] Y, Dictionary<string, Coupled> Couplings);

    private sealed record Lesson(
        float[] X, long[] Y, Dictionary<string, float[]> Weights, Dictionary<string, float[]> Predictor, float[] Samples, float[] Slope, Dictionary<string, float[]> Gradients);

    private sealed record Scheduled(double Budget, double[] Shares);

    private sealed record Schedules(double[] Costs, double[] Wanted, Scheduled[] Cases);

    private static readonly JsonSerializerOptions LowerCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static T Golden<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(Session.Root, "tests", "golden", "couplings", file)), LowerCase)!;

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_loss_and_gradients_are_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var golden = Golden<Batch>("couplings.json");
        var (x, y, expected) = (torch.tensor(golden.X).view(-1, 4), torch.tensor(golden.Y), golden.Couplings[name]);
        var (coupling, training) = Methods[name];
        using var network = Plain.With(coupling).Build(seed: 0);
        Fill(network, expected.Weights);
        foreach (var (logits, said) in expected.Logits.Zip(network.call(x))) Near(logits, said, "logits");

        // A step of length 0 leaves the gradients where they can be looked at.
        var phase = training(new Phase(Trains.Everything, Epochs(1)) { Optimiser = Optimiser.Sgd(0, momentum: 0, weightDecay: 0) });
        using var step = new TrainingStep(network, phase, new Recipe());
        Assert.Equal(expected.Loss, step.Take(x, y, default), 1e-5);
        var parameters = network.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        foreach (var (parameter, gradient) in expected.Gradients) Near(gradient, parameters[parameter].grad!, parameter);
    }

    [Fact]
    public void Learnt_weights_of_samples_and_their_lesson_are_those_of_differentiating_through_the_step()
    {
        using var scope = NewDisposeScope();
        var expected = Golden<Lesson>("l2w.json");
        using var network = Plain.Build(seed: 0);
        Fill(network, expected.Weights);
        var rule = new SampleWeights { Width = 6, Ratio = .5, Range = 1 };
        var phase = new Phase(Trains.Everything);
        using var part = new PhaseNetwork(network, phase);
        using var weighting = new SampleWeighting(rule, network, phase, part);
        using (no_grad())
            foreach (var (parameter, values) in weighting.Predictor.parameters().Zip(expected.Predictor.Values)) parameter.copy_(torch.tensor(values).view(parameter.shape));
        var (samples, slope) = weighting.Slope(
            torch.tensor(expected.X).view(-1, 4), torch.tensor(expected.Y), [.4, .3, .2, .1], learningRate: .7,
            (spoken, labels) => stack([.. spoken.Select(exit => nn.functional.cross_entropy(exit!.Logits, labels, reduction: nn.Reduction.None))], 1));
        Near(expected.Samples, samples, "weights");
        Near(expected.Slope, slope, "slope");
        weighting.Predictor.zero_grad();
        (samples * slope).sum().backward();
        foreach (var (parameter, (name, gradient)) in weighting.Predictor.parameters().Zip(expected.Gradients)) Near(gradient, parameter.grad!, name);
    }

    [Fact]
    public void Exit_shares_are_what_gradient_descent_finds()
    {
        var golden = Golden<Schedules>("shares.json");
        foreach (var (budget, shares) in golden.Cases.Select(one => (one.Budget, one.Shares)))
        {
            var found = ExitShares.Of(golden.Wanted, golden.Costs, budget);
            Assert.Equal(shares.Length, found.Length);
            for (var k = 0; k < shares.Length; k++) Assert.Equal(shares[k], found[k], 1e-6);
        }
    }

    /// <summary>Sets every parameter, none left out and none besides.</summary>
    private static void Fill(MultiExitNetwork network, Dictionary<string, float[]> weights)
    {
        var parameters = network.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        Assert.Equal(parameters.Keys.Order(), weights.Keys.Order());
        using var untracked = no_grad();
        foreach (var (name, values) in weights) parameters[name].copy_(torch.tensor(values).view(parameters[name].shape));
    }

    private static void Near(float[] expected, Tensor found, string what)
    {
        var values = found.flatten().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= 2e-6 + 2e-5 * Math.Abs(expected[i]), $"{what}[{i}]: expected {expected[i]}, found {values[i]}");
    }
}
