using System.Diagnostics;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

/// <summary>
/// Training on a device whose tensors have no values (META): whatever reads one, and whatever brings in a tensor of the CPU, is an error.
/// </summary>
[Collection("torch")]
public class DeviceTests : OneThread
{
    // libtorch 1.13 has no ReLU without values.
    private static readonly Architecture Three = new Backbone("linear", [4], Classes: 3, Stem: null,
        [Stage("a", 4, 6), Stage("b", 6, 5), Stage("c", 5, 4)], Heads.Linear).WithExits(Heads.Linear, Every.Block);

    private static readonly Phase[] Phases =
    [
        .. ((Trains[])[Trains.Everything, Trains.Backbone, Trains.Heads]).Select(part => new Phase(part, Epochs(1))),
        .. ((GradientRule[])[GradientRule.Equilibrium, GradientRule.Detach]).Select(rule => new Phase(Trains.Everything, Epochs(1)) { Gradients = rule }),
        .. Regime.Distilled(Distillation.Last).Phases,
    ];

    public static TheoryData<int> Steps => [.. Enumerable.Range(0, Phases.Length)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_passes_of_a_step_read_nothing_back(int phase)
    {
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 0);
        // Tensors do not move to META; they are made there.
        foreach (var linear in network.modules().OfType<TorchSharp.Modules.Linear>())
            (linear.weight, linear.bias) = (WithoutValues(linear.weight), WithoutValues(linear.bias!));
        var images = torch.randn(7, 4, device: META);
        var labels = torch.zeros(7, dtype: ScalarType.Int64, device: META);
        using var step = new TrainingStep(network, Phases[phase], new Recipe());

        var error = Assert.ThrowsAny<Exception>(() => step.Take(images, labels, default));
        // Forwards and backwards it went; what stops it is the optimiser, whose kernels libtorch 1.13 lacks here, or the loss that is read at the end.
        Assert.Contains(network.parameters(), parameter => parameter.grad is { } gradient && gradient.device_type == DeviceType.META);
        var asked = new StackTrace(error).GetFrames().Select(frame => frame.GetMethod()!).First(method => method.DeclaringType!.Namespace!.StartsWith("EarlyExit", StringComparison.Ordinal));
        Assert.Equal((nameof(TrainingStep), nameof(TrainingStep.Take)), (asked.DeclaringType!.Name, asked.Name));
    }

    private static Stage Stage(string name, long inputs, long outputs) =>
        new(name, [inputs], [outputs], [Layer.Linear("linear", [inputs], outputs)], () => nn.Linear(inputs, outputs));

    private static TorchSharp.Modules.Parameter WithoutValues(Tensor like) => new(torch.empty(like.shape, device: META));
}
