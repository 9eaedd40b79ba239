using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class FunctionalTests
{
    private sealed class Inputs(Dictionary<string, Tensor> tensors)
    {
        public Tensor this[string name] => tensors[name];
    }

    private static readonly Dictionary<string, Func<Inputs, Tensor>> Functions = new()
    {
        ["relu"] = t => relu(t["x"]),
        ["gelu"] = t => gelu(t["x"]),
        ["silu"] = t => silu(t["x"]),
        ["sigmoid"] = t => functional.sigmoid(t["x"]),
        ["tanh"] = t => functional.tanh(t["x"]),
        ["softmax"] = t => functional.softmax(t["x"], 1),
        ["log_softmax"] = t => functional.log_softmax(t["x"], 1),
        ["linear"] = t => linear(t["input"], t["weight"], t["bias"]),
        ["conv2d"] = t => conv2d(t["input"], t["weight"], t["bias"]),
        ["conv2d strided"] = t => conv2d(t["input"], t["weight"], null, [2, 1], [1, 2], [1, 2], 2),
        ["conv2d same"] = t => conv2d_padding(t["input"], t["weight"], t["bias"], padding: Padding.Same),
        ["pad constant"] = t => pad(t["x"], (1, 2, 0, 1), value: 0.5),
        ["pad reflect"] = t => pad(t["x"], [1, 2, 0, 1], PaddingModes.Reflect),
        ["pad replicate"] = t => pad(t["x"], (1, 2, 0, 1), PaddingModes.Replicate),
        ["pad circular"] = t => pad(t["x"], (1, 2, 0, 1), PaddingModes.Circular),
        ["max_pool2d"] = t => max_pool2d(t["x"], 2),
        ["max_pool2d strided"] = t => max_pool2d(t["x"], (3, 2), (1, 2), (1, 0), (1, 2), true),
        ["adaptive_avg_pool2d"] = t => adaptive_avg_pool2d(t["x"], (4, 2)),
        ["adaptive_max_pool2d"] = t => adaptive_max_pool2d(t["x"], [4, 2]),
        ["batch_norm training"] = t => batch_norm(t["x"], null, null, t["weight"], t["bias"], true),
        ["batch_norm"] = t => batch_norm(t["x"], t["mean"], t["variance"], t["weight"], t["bias"], eps: 1e-3),
        ["layer_norm"] = t => layer_norm(t["x"], [5, 4], t["weight"], t["bias"]),
        ["cosine_similarity"] = t => cosine_similarity(t["x1"], t["x2"]),
        ["cross_entropy"] = t => cross_entropy(t["input"], t["target"]),
        ["cross_entropy weighted"] = t => cross_entropy(t["input"], t["target"], t["weight"], label_smoothing: 0.1),
        ["cross_entropy ignoring"] = t => cross_entropy(t["input"], t["target"], ignore_index: 2, reduction: Reduction.Sum),
        ["cross_entropy each"] = t => cross_entropy(t["input"], t["target"], reduction: Reduction.None),
        ["cross_entropy of probabilities"] = t => cross_entropy(t["input"], t["target"]),
        ["cross_entropy of images"] = t => cross_entropy(t["input"], t["target"]),
        ["mse_loss"] = t => mse_loss(t["input"], t["target"]),
        ["mse_loss sum"] = t => mse_loss(t["input"], t["target"], Reduction.Sum),
        ["attention"] = t => scaled_dot_product_attention(t["query"], t["key"], t["value"]),
        ["attention masked"] = t => scaled_dot_product_attention(t["query"], t["key"], t["value"], t["mask"]),
        ["attention biased"] = t => scaled_dot_product_attention(t["query"], t["key"], t["value"], t["mask"]),
        ["attention causal"] = t => scaled_dot_product_attention(t["query"], t["key"], t["value"], is_casual: true),
    };

    // The same through the modules, where there is one with these settings.
    private static readonly Dictionary<string, Func<Inputs, Tensor>> Modules = new()
    {
        ["relu"] = t => ReLU().call(t["x"]),
        ["gelu"] = t => GELU().call(t["x"]),
        ["silu"] = t => SiLU().call(t["x"]),
        ["tanh"] = t => Tanh().call(t["x"]),
        ["max_pool2d"] = t => MaxPool2d(2).call(t["x"]),
        ["max_pool2d strided"] = t => MaxPool2d((3, 2), (1, 2), (1, 0), (1, 2), true).call(t["x"]),
        ["adaptive_avg_pool2d"] = t => AdaptiveAvgPool2d((4, 2)).call(t["x"]),
    };

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];
    public static TheoryData<string> ModuleNames => [.. Modules.Keys];

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void Function_and_gradients_are_PyTorchs(string name) => Check(name, Functions[name]);

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void Module_and_gradients_are_PyTorchs(string name) => Check(name, Modules[name]);

    [Fact]
    public void Every_golden_case_is_tested() =>
        Assert.Equal(Golden.Read("functionals.json").GetProperty("cases").EnumerateObject().Select(c => c.Name).Order(), Functions.Keys.Order());

    private static void Check(string name, Func<Inputs, Tensor> function)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Read("functionals.json").GetProperty("cases").GetProperty(name);
        var tensors = new Dictionary<string, Tensor>();
        foreach (var input in golden.GetProperty("inputs").EnumerateObject())
        {
            tensors[input.Name] = input.Value.ToTensor();
            tensors[input.Name].requires_grad = input.Value.GetProperty("grad").GetBoolean();
        }
        var output = function(new(tensors));
        Golden.AssertClose(golden.GetProperty("output"), output);
        output.BackwardWeighted();
        foreach (var gradient in golden.GetProperty("gradients").EnumerateObject())
            Golden.AssertClose(gradient.Value, tensors[gradient.Name].grad!);
    }

    [Fact]
    public void One_hot_marks_the_class()
    {
        var rows = one_hot(tensor(new long[] { 2, 0 }), 4);
        Assert.Equal([0, 0, 1, 0, 1, 0, 0, 0], rows.data<long>().ToArray());
        Assert.Equal([2, 3], one_hot(tensor(new long[] { 2, 0 })).shape);
        Assert.Throws<ArgumentException>(() => one_hot(tensor(new[] { 1.0f })));
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_rests_when_not_training()
    {
        manual_seed(0);
        var dropped = dropout(ones(10_000), 0.2);
        Assert.Equal([0, 1.25f], dropped.data<float>().ToArray().Distinct().Order());
        Assert.InRange(dropped.mean().ToSingle(), 0.97f, 1.03f);
        Assert.Equal(ones(7), dropout(ones(7), 0.2, training: false));

        using var module = Dropout(0.5);
        module.eval();
        Assert.Equal(ones(7), module.call(ones(7)));
    }

    [Fact]
    public void In_place_activations_change_their_input()
    {
        var x = tensor(new float[] { -1, 2 });
        relu(x, inplace: true);
        Assert.Equal([0, 2], x.data<float>().ToArray());
    }

    [Fact]
    public void Attention_refuses_a_mask_beside_causality()
    {
        var x = rand(1, 2, 2);
        Assert.Throws<ArgumentException>(() => scaled_dot_product_attention(x, x, x, ones(2, 2), is_casual: true));
        Assert.Throws<ArgumentException>(() => scaled_dot_product_attention(x, x, x, p: -0.1));
    }
}
