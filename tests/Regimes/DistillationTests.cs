using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

/// <summary>Exits that learn from exits: the loss and its gradients written out.</summary>
[Collection("torch")]
public class DistillationTests : OneThread
{
    private static readonly Architecture Three = Mlp.Of([4], [6, 5, 4], classes: 3).WithExits(Heads.Linear, Every.Block);
    private static readonly Optimiser Still = Optimiser.Sgd(0, momentum: 0, weightDecay: 0);

    public static TheoryData<string, string> Cases => new()
    {
        { "last", "0<2 1<2" },
        { "later", "0<1 0<2 1<2" },
        { "next", "0<1 1<2" },
    };

    private static Distillation Named(string name) => name switch { "last" => Distillation.Last, "later" => Distillation.Later, _ => Distillation.Next };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_loss_is_that_on_labels_and_the_mean_over_lessons(string name, string lessons)
    {
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 2);
        manual_seed(1);
        var (x, labels) = (torch.randn(7, 4), torch.tensor(new long[] { 0, 1, 2, 0, 1, 2, 0 }));
        var pairs = lessons.Split(' ').Select(lesson => (Student: lesson[0] - '0', Teacher: lesson[2] - '0')).ToArray();

        var said = network.call(x);
        var expected = said.Select(logits => nn.functional.cross_entropy(logits, labels) / 3).Aggregate((a, b) => a + b);
        foreach (var (student, teacher) in pairs)
            expected += 2.0 / pairs.Length * -(said[teacher].detach().softmax(1) * said[student].log_softmax(1)).sum(1).mean();
        expected.backward();
        var gradients = network.parameters().Select(parameter => parameter.grad!.clone()).ToArray();

        var phase = new Phase(Trains.Everything, Epochs(1)) { Distillation = Named(name) with { Weight = 2 }, Optimiser = Still };
        using var step = new TrainingStep(network, phase, new Recipe());
        Assert.Equal(expected.item<float>(), step.Take(x, labels, default), 1e-5);
        foreach (var (gradient, parameter) in gradients.Zip(network.parameters())) Assert.True(gradient.allclose(parameter.grad!, 1e-4, 1e-6));
    }

    [Fact]
    public void Heads_on_a_frozen_backbone_learn_from_its_classifier()
    {
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 2);
        manual_seed(1);
        var (x, labels) = (torch.randn(7, 4), torch.tensor(new long[] { 0, 1, 2, 0, 1, 2, 0 }));
        var said = network.call(x);
        var expected = Enumerable.Range(0, 2).Sum(exit => nn.functional.cross_entropy(said[exit], labels).item<float>() / 2
            - (said[2].softmax(1) * said[exit].log_softmax(1)).sum(1).mean().item<float>() / 2);
        using var step = new TrainingStep(network, new Phase(Trains.Heads, Epochs(1)) { Distillation = Distillation.Last, Optimiser = Still }, new Recipe());
        Assert.Equal(expected, step.Take(x, labels, default), 1e-5);
        Assert.All(network.BackboneParameters, parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Teachers_that_do_not_train_cost_a_pass_forward()
    {
        // Segments 24, 30, 20; heads 18, 15, classifier 12.
        var heads = new Phase(Trains.Heads);
        Assert.Equal(24 + 30 + 3 * (18 + 15), heads.MacsPerSample(Three));
        Assert.Equal(24 + 30 + 3 * (18 + 15) + 20 + 12, (heads with { Distillation = Distillation.Last }).MacsPerSample(Three));
        var everything = new Phase(Trains.Everything);
        Assert.Equal(everything.MacsPerSample(Three), (everything with { Distillation = Distillation.Later }).MacsPerSample(Three));
    }

    [Fact]
    public void Only_phases_that_distil_say_so()
    {
        Assert.DoesNotContain("distillation", new Phase(Trains.Everything, Epochs(1)).Describe(3, new Recipe()));
        Assert.EndsWith(", distillation next x 1 [0<1 1<2]", (new Phase(Trains.Everything, Epochs(1)) { Distillation = Distillation.Next }).Describe(3, new Recipe()));
    }
}
