using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class InitialisationTests
{
    private static readonly Dictionary<string, Func<Module>> Modules = new()
    {
        ["linear"] = () => Linear(5, 3),
        ["linear without bias"] = () => Linear(5, 3, hasBias: false),
        ["conv2d"] = () => Conv2d(4, 6, (3, 2), groups: 2),
        ["batch_norm1d"] = () => BatchNorm1d(3),
        ["batch_norm2d"] = () => BatchNorm2d(3),
        ["layer_norm"] = () => LayerNorm([2, 3]),
        ["embedding"] = () => Embedding(5, 3, padding_idx: 1),
        ["attention"] = () => MultiheadAttention(8, 2),
        ["sequential"] = () => Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), ReLU(), Flatten(), Linear(8, 2)),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Fills = new()
    {
        ["kaiming_uniform_"] = t => init.kaiming_uniform_(t, 0.3),
        ["kaiming_normal_"] = t => init.kaiming_normal_(t, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU),
        ["xavier_uniform_"] = t => init.xavier_uniform_(t, 1.5),
        ["normal_"] = t => init.normal_(t, 1, 2),
        ["uniform_"] = t => init.uniform_(t, -1, 3),
    };

    public static TheoryData<string> ModuleNames => [.. Modules.Keys];
    public static TheoryData<string> FillNames => [.. Fills.Keys];

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void New_module_equals_PyTorchs_bit_by_bit_for_the_same_seed(string name)
    {
        manual_seed(7);
        using var module = Modules[name]();
        var golden = Golden.Read("initialisations.json").GetProperty("states").GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        var state = module.state_dict();
        Assert.Equal(golden.Keys.Order(), state.Keys.Order());
        foreach (var (key, value) in state) Golden.AssertSame(golden[key], value);
    }

    [Theory]
    [MemberData(nameof(FillNames))]
    public void Filling_equals_PyTorchs_bit_by_bit_for_the_same_seed(string name)
    {
        manual_seed(7);
        using var weight = Parameter(empty(4, 3, 2, 2));
        var filled = Fills[name](weight);
        Assert.Same(weight, filled);
        Golden.AssertSame(Golden.Read("initialisations.json").GetProperty("fills").GetProperty(name), weight);
    }

    [Fact]
    public void Constants_fill()
    {
        using var weight = Parameter(empty(2, 2));
        Assert.Equal(ones(2, 2), init.ones_(weight));
        Assert.Equal(zeros(2, 2), init.zeros_(weight));
        Assert.Equal(full([2, 2], 0.25f), init.constant_(weight, 0.25));
        Assert.True(weight.requires_grad);
    }

    [Fact]
    public void Fans_count_the_receptive_field()
    {
        Assert.Equal((3 * 2 * 5, 4 * 2 * 5), init.CalculateFanInAndFanOut(empty(4, 3, 2, 5)));
        Assert.Equal((7, 2), init.CalculateFanInAndFanOut(empty(2, 7)));
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(empty(4)));
    }

    [Fact]
    public void Gains_are_PyTorchs() // torch.nn.init.calculate_gain
    {
        Assert.Equal(1.4142135623730951, init.calculate_gain(init.NonlinearityType.ReLU), 15);
        Assert.Equal(5.0 / 3, init.calculate_gain(init.NonlinearityType.Tanh), 15);
        Assert.Equal(1.3867504905630728, init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.2), 15);
        Assert.Equal(1, init.calculate_gain(init.NonlinearityType.Conv2D));
    }
}
