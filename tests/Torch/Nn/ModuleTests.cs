using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class ModuleTests
{
    private abstract class Stem : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = Conv2d(1, 2, 3);

        protected Stem(string name) : base(name) { }

        protected Tensor Stemmed(Tensor x) => conv.call(x);
    }

    private sealed class Branched : Stem
    {
        private readonly ModuleList<Module<Tensor, Tensor>> heads = ModuleList<Module<Tensor, Tensor>>(Linear(2, 3), Linear(2, 3, hasBias: false));
        private readonly ModuleDict<Linear> named = ModuleDict(("left", Linear(1, 1)), ("right", Linear(1, 1)));
        private readonly BatchNorm2d norm = BatchNorm2d(2);
        private readonly Parameter scale = Parameter(ones(2));
        [ComponentName(Name = "mean")] private readonly Tensor _mean = zeros(2);
        public int Calls;

        public Branched() : base(nameof(Branched)) => RegisterComponents();

        public Tensor Mean => _mean;
        public Parameter Scale => scale;

        public override Tensor forward(Tensor input)
        {
            Calls++;
            return heads[0].call(norm.call(Stemmed(input)).mean([2, 3]) * scale + _mean);
        }
    }

    private sealed class Sum() : Module<Tensor, Tensor, Tensor>(nameof(Sum))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => input1 + input2;
    }

    [Fact]
    public void Components_are_the_fields_private_and_inherited_by_name_or_component_name()
    {
        using var module = new Branched();
        Assert.Equal(
            ["heads", "named", "norm", "conv"],
            module.named_children().Select(child => child.name));
        Assert.Equal(
            ["scale", "heads.0.weight", "heads.0.bias", "heads.1.weight", "named.left.weight", "named.left.bias", "named.right.weight", "named.right.bias",
                "norm.weight", "norm.bias", "conv.weight", "conv.bias"],
            module.named_parameters().Select(entry => entry.name));
        Assert.Equal(
            ["mean", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"],
            module.named_buffers().Select(entry => entry.name));
        Assert.Equal(
            ["heads", "named", "norm", "conv", "heads.0", "heads.1", "named.left", "named.right"],
            module.named_modules().Select(entry => entry.name));
        Assert.Equal(["scale"], module.named_parameters(recurse: false).Select(entry => entry.name));
        Assert.Same(module.Scale, module.get_parameter("scale"));
        Assert.Same(module.Mean, module.get_buffer("mean"));
        Assert.True(module.has_parameter("named.left.bias"));
        Assert.False(module.has_parameter("named.left"));
        Assert.True(module.has_buffer("norm.running_var"));
        Assert.Null(module.get_buffer("norm.weight"));
        Assert.Equal("Branched", module.GetName());
    }

    [Fact]
    public void Shared_parameters_are_walked_once_and_keep_both_names_in_the_state()
    {
        using var one = Linear(2, 2);
        using var two = Linear(one.weight);
        using var both = Sequential(one, two);
        Assert.Equal(["0.weight", "0.bias"], both.named_parameters().Select(entry => entry.name));
        Assert.Same(both.get_parameter("0.weight"), both.get_parameter("1.weight"));
    }

    [Fact]
    public void Names_are_unique_and_without_dots()
    {
        using var module = new Branched();
        Assert.Throws<InvalidOperationException>(() => module.register_parameter("scale", Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => module.register_buffer("mean", ones(1)));
        Assert.Throws<InvalidOperationException>(() => module.register_module("norm", ReLU()));
        Assert.Throws<ArgumentException>(() => module.register_module("a.b", ReLU()));
        Assert.Throws<ArgumentException>(() => module.register_module("", ReLU()));
        Assert.Throws<ArgumentNullException>(() => module.register_parameter("none", null!));
        Assert.Throws<ArgumentNullException>(() => module.register_buffer("none", null!));
        module.register_module("norm", null!);
        Assert.DoesNotContain("norm", module.named_children().Select(child => child.name));
    }

    [Fact]
    public void Buffers_that_do_not_persist_are_not_in_the_state()
    {
        using var module = new Branched();
        module.register_buffer("cache", ones(1), persistent: false);
        Assert.DoesNotContain("cache", module.state_dict().Keys);
        Assert.NotNull(module.get_buffer("cache"));
    }

    [Fact]
    public void Training_mode_reaches_every_module()
    {
        using var module = new Branched();
        Assert.True(module.training);
        module.eval();
        Assert.DoesNotContain(true, module.modules().Select(m => m.training).Append(module.training));
        module.train();
        Assert.DoesNotContain(false, module.modules().Select(m => m.training).Append(module.training));
    }

    [Fact]
    public void Apply_visits_children_first_and_the_module_last()
    {
        using var module = Sequential(("inner", Sequential(ReLU())), ("last", Tanh()));
        var seen = new List<string>();
        Assert.Same(module, module.apply(m => seen.Add(m.GetType().Name)));
        Assert.Equal(["ReLU", "Sequential", "Tanh", "Sequential"], seen);
    }

    [Fact]
    public void Gradients_are_cleared_to_null_or_to_zeros()
    {
        using var module = Linear(2, 1);
        void Backward() => module.call(ones(1, 2)).sum().backward();
        Backward();
        module.zero_grad(set_to_none: false);
        Assert.Equal(zeros(1, 2), module.weight.grad);
        Backward();
        module.zero_grad();
        Assert.Null(module.weight.grad);
    }

    [Fact]
    public void Hooks_see_and_replace_inputs_and_results_until_removed()
    {
        using var module = Linear(2, 2);
        var log = new List<string>();
        var x = ones(1, 2);
        var before = module.register_forward_pre_hook((m, input) =>
        {
            log.Add("before");
            Assert.Same(module, m);
            return input * 2;
        });
        var after = module.register_forward_hook((m, input, result) =>
        {
            log.Add("after");
            Assert.Equal(x * 2, input);
            return result + 1;
        });
        var watch = module.register_forward_hook(_ => log.Add("watched"));
        Assert.True((module.forward(x * 2) + 1).allclose(module.call(x)));
        Assert.Equal(["before", "after", "watched"], log);

        before.remove();
        after.remove();
        watch.remove();
        watch.remove();
        Assert.Equal(module.forward(x), module.call(x));
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public void Hooks_that_return_null_change_nothing()
    {
        using var module = Linear(2, 2);
        module.register_forward_pre_hook((_, _) => null!);
        module.register_forward_hook((_, _, _) => null!);
        Assert.Equal(module.forward(ones(1, 2)), module.call(ones(1, 2)));
    }

    [Fact]
    public void Hooks_of_two_inputs_replace_both()
    {
        using var module = new Sum();
        module.register_forward_pre_hook((_, a, b) => (a * 10, b));
        module.register_forward_hook((_, a, _, result) => result - a);
        Assert.Equal(tensor(2), module.call(tensor(1), tensor(2)));
    }

    [Fact]
    public void Parameters_and_buffers_outlive_the_scope_they_were_made_in()
    {
        Linear linear;
        BatchNorm1d norm;
        using (NewDisposeScope()) (linear, norm) = (Linear(2, 2), BatchNorm1d(2));
        Assert.Equal([1, 2], linear.call(ones(1, 2)).shape);
        Assert.Equal([2, 2], norm.call(ones(2, 2)).shape);
        var weight = linear.weight;
        linear.Dispose();
        Assert.True(weight.IsInvalid);
    }

    [Fact]
    public void Conversion_reaches_floating_tensors_and_their_gradients_but_not_counters()
    {
        using var module = Sequential(Linear(2, 3), BatchNorm1d(3));
        module.call(rand(4, 2)).sum().backward();
        var before = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.to(ScalarType.Float64).clone());
        Assert.Same(module, module.to(ScalarType.Float64));
        foreach (var (name, value) in module.state_dict())
        {
            Assert.Equal(name.EndsWith("num_batches_tracked") ? ScalarType.Int64 : ScalarType.Float64, value.dtype);
            Assert.Equal(before[name], value.to(ScalarType.Float64));
        }
        var weight = module.get_parameter("0.weight")!;
        Assert.Equal(ScalarType.Float64, weight.grad!.dtype);
        Assert.True(weight.is_leaf && weight.requires_grad);
        module.zero_grad();
        module.call(rand(4, 2, dtype: ScalarType.Float64)).sum().backward();
        Assert.Equal(ScalarType.Float64, weight.grad!.dtype);
        using var own = new Branched();
        Assert.Throws<ArgumentException>(() => own.to(ScalarType.Int32));
    }
}
