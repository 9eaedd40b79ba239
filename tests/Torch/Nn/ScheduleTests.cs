using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class ScheduleTests
{
    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> Schedules = new()
    {
        ["lambda"] = o => LambdaLR(o, epoch => Math.Pow(0.95, epoch)),
        ["step"] = o => StepLR(o, 7, 0.3),
        ["multistep"] = o => MultiStepLR(o, [5, 20], 0.1),
        ["linear"] = o => LinearLR(o, 0.1, 0.9, 8),
        ["cosine"] = o => CosineAnnealingLR(o, 15, 0.001),
        ["sequential"] = o => SequentialLR(o, [LinearLR(o, 0.1, 1.0, 5), CosineAnnealingLR(o, 35)], [5]),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    private static SGD TwoGroups() => optim.SGD(
        [new SGD.ParamGroup { Parameters = [Parameter(zeros(1))] }, new SGD.ParamGroup([Parameter(zeros(1))], new SGD.Options { LearningRate = 0.02 })], 0.1);

    [Theory]
    [MemberData(nameof(Names))]
    public void Forty_epochs_are_PyTorchs(string name)
    {
        using var optimiser = TwoGroups();
        var schedule = Schedules[name](optimiser);
        var epoch = 0;
        foreach (var expected in Golden.Read("schedules.json").GetProperty("rates").GetProperty(name).EnumerateArray())
        {
            double[] rates = [.. optimiser.ParamGroups.Select(group => group.LearningRate)];
            for (var i = 0; i < 2; i++) Assert.True(Math.Abs(expected[i].GetDouble() - rates[i]) < 1e-12, $"epoch {epoch}, group {i}: {rates[i]}, expected {expected[i]}");
            Assert.Equal(rates, schedule.get_last_lr());
            schedule.step();
            epoch++;
        }
        Assert.Equal(40, epoch);
    }

    [Theory]
    [InlineData("step")]
    [InlineData("multistep")]
    [InlineData("linear")]
    [InlineData("cosine")]
    [InlineData("lambda")]
    public void Jump_to_an_epoch_gives_its_rates(string name)
    {
        using var optimiser = TwoGroups();
        var schedule = Schedules[name](optimiser);
        schedule.step((int?)12);
        var expected = Golden.Read("schedules.json").GetProperty("rates").GetProperty(name)[12];
        Assert.Equal(expected[0].GetDouble(), optimiser.ParamGroups.First().LearningRate, 12);
    }

    [Fact]
    public void Sequences_must_fit_together()
    {
        using var one = TwoGroups();
        using var two = TwoGroups();
        Assert.Throws<ArgumentException>(() => SequentialLR(one, [StepLR(one, 1), StepLR(two, 1)], [3]));
        Assert.Throws<ArgumentException>(() => SequentialLR(one, [StepLR(one, 1), StepLR(one, 1)], [3, 4]));
    }
}
