using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class TrainingTests
{
    [Fact]
    public void Small_network_learns_as_in_PyTorch_from_the_same_seed()
    {
        var golden = Golden.Read("training.json");
        manual_seed(11);
        using var network = Sequential(
            Conv2d(3, 8, 3, padding: 1, bias: false), BatchNorm2d(8), ReLU(), MaxPool2d(2), Conv2d(8, 16, 3, stride: 2, padding: 1), BatchNorm2d(16),
            ReLU(), AdaptiveAvgPool2d(1), Flatten(), Dropout(0.2), Linear(16, 4));
        var (images, classes) = (randn(64, 3, 12, 12), randint(0, 4, [64]));
        using var optimiser = optim.SGD(network.parameters(), 0.1, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
        var step = 0;
        foreach (var expected in golden.GetProperty("losses").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var rows = arange(16) + 16 * (step % 4);
            foreach (var group in optimiser.ParamGroups) group.LearningRate = 0.05 * (1 + Math.Cos(Math.PI * step / 50));
            optimiser.zero_grad();
            var loss = functional.cross_entropy(network.call(images[rows]), classes[rows], label_smoothing: 0.05);
            loss.backward();
            optimiser.step();
            Assert.True(Math.Abs(expected.GetDouble() - loss.ToSingle()) < 2e-5, $"step {step}: {loss.ToSingle()}, expected {expected}");
            step++;
        }
        network.eval();
        Golden.AssertClose(golden.GetProperty("logits"), network.call(images[..8]), 2e-4);
        Assert.Equal(golden.GetProperty("names").EnumerateArray().Select(name => name.GetString()).Order(), network.state_dict().Keys.Order());
    }
}
