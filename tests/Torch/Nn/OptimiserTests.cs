using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class OptimiserTests
{
    // The second group, of the biases, has a learning rate of its own.
    private static SGD Sgd(Parameter w, Parameter b, double lr = 0.05, double momentum = 0, double dampening = 0, double decay = 0, bool nesterov = false, bool maximize = false) =>
        optim.SGD(
            [new SGD.ParamGroup { Parameters = [w] }, new SGD.ParamGroup([b], new SGD.Options { LearningRate = 0.002 })],
            lr, momentum, dampening, decay, nesterov, maximize);

    private static Adam AnAdam(Parameter w, Parameter b, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double decay = 0, bool amsgrad = false, bool maximize = false) =>
        optim.Adam(
            [new Adam.ParamGroup { Parameters = [w] }, new Adam.ParamGroup([b], new Adam.Options { LearningRate = 0.002 })],
            0.01, beta1, beta2, eps, decay, amsgrad, maximize);

    private static AdamW AnAdamW(Parameter w, Parameter b, bool amsgrad = false) =>
        optim.AdamW(
            [new AdamW.ParamGroup { Parameters = [w] }, new AdamW.ParamGroup([b], new AdamW.Options { LearningRate = 0.002 })],
            0.01, weight_decay: 0.1, amsgrad: amsgrad);

    private static readonly Dictionary<string, Func<Parameter, Parameter, OptimizerHelper>> Optimisers = new()
    {
        ["sgd"] = (w, b) => Sgd(w, b),
        ["sgd momentum"] = (w, b) => Sgd(w, b, momentum: 0.9, dampening: 0.1, decay: 0.01),
        ["sgd nesterov"] = (w, b) => Sgd(w, b, momentum: 0.9, decay: 0.01, nesterov: true),
        ["sgd maximize"] = (w, b) => Sgd(w, b, lr: 0.001, momentum: 0.5, maximize: true),
        ["adam"] = (w, b) => AnAdam(w, b, 0.8, 0.99, 1e-6),
        ["adam decay"] = (w, b) => AnAdam(w, b, decay: 0.1, amsgrad: true),
        ["adam maximize"] = (w, b) => AnAdam(w, b, maximize: true),
        ["adamw"] = (w, b) => AnAdamW(w, b),
        ["adamw amsgrad"] = (w, b) => AnAdamW(w, b, amsgrad: true),
    };

    public static TheoryData<string> Names => [.. Optimisers.Keys];

    private sealed class Problem
    {
        private static readonly JsonElement Golden = Nn.Golden.Read("optimisers.json");
        private readonly Tensor x = Golden.GetProperty("x").ToTensor(), y = Golden.GetProperty("y").ToTensor();

        public Parameter W { get; } = Parameter(Golden.GetProperty("w").ToTensor());
        public Parameter B { get; } = Parameter(Golden.GetProperty("b").ToTensor());

        public Tensor Loss() => (x.matmul(W.t()) + B - y).square().mean();

        public void Step(OptimizerHelper optimiser)
        {
            optimiser.zero_grad();
            Loss().backward();
            optimiser.step();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hundred_steps_are_PyTorchs(string name)
    {
        var problem = new Problem();
        using var optimiser = Optimisers[name](problem.W, problem.B);
        var golden = Golden.Read("optimisers.json").GetProperty("runs").GetProperty(name);
        for (var step = 1; step <= 100; step++)
        {
            problem.Step(optimiser);
            if (!golden.TryGetProperty(step.ToString(), out var expected)) continue;
            Golden.AssertClose(expected[0], problem.W, 2e-6);
            Golden.AssertClose(expected[1], problem.B, 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Saved_and_restored_training_goes_on_bit_by_bit(string name)
    {
        var (whole, first, second) = (new Problem(), new Problem(), new Problem());
        using var uninterrupted = Optimisers[name](whole.W, whole.B);
        for (var step = 0; step < 12; step++) problem(whole, uninterrupted);

        using var before = Optimisers[name](first.W, first.B);
        for (var step = 0; step < 5; step++) problem(first, before);
        foreach (var group in before.ParamGroups) group.LearningRate *= 0.5;
        var file = new MemoryStream();
        before.save_state_dict(new BinaryWriter(file));
        using var after = Optimisers[name](second.W, second.B);
        file.Position = 0;
        after.load_state_dict(new BinaryReader(file));
        Assert.Equal(before.ParamGroups.Select(group => group.LearningRate), after.ParamGroups.Select(group => group.LearningRate));
        foreach (var group in after.ParamGroups) group.LearningRate *= 2;
        using (no_grad())
        {
            second.W.copy_(first.W);
            second.B.copy_(first.B);
        }
        for (var step = 5; step < 12; step++) problem(second, after);
        Assert.Equal(whole.W.bytes.ToArray(), second.W.bytes.ToArray());
        Assert.Equal(whole.B.bytes.ToArray(), second.B.bytes.ToArray());

        static void problem(Problem problem, OptimizerHelper optimiser) => problem.Step(optimiser);
    }

    [Fact]
    public void State_goes_from_one_optimiser_to_another_in_memory()
    {
        var (one, two) = (new Problem(), new Problem());
        using var source = AnAdam(one.W, one.B, amsgrad: true);
        using var target = AnAdam(two.W, two.B, amsgrad: true);
        one.Step(source);
        one.Step(source);
        target.load_state_dict(source.state_dict());
        var (left, right) = (source.state_dict(), target.state_dict());
        Assert.All(left.State.Zip(right.State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
        Assert.Equal([[0], [1]], left.StateIndexRef);
        one.Step(source);
        Assert.All(left.State.Zip(right.State), pair => Assert.False(pair.First.ApproximatelyEquals(pair.Second)));
    }

    [Fact]
    public void Other_states_are_refused()
    {
        var problem = new Problem();
        using var adam = AnAdam(problem.W, problem.B);
        using var sgd = Sgd(problem.W, problem.B);
        using var single = optim.Adam([problem.W]);
        var file = new MemoryStream();
        adam.save_state_dict(new BinaryWriter(file));
        Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(new BinaryReader(new MemoryStream(file.ToArray()))));
        Assert.Throws<ArgumentException>(() => single.load_state_dict(new BinaryReader(new MemoryStream(file.ToArray()))));
        Assert.Throws<ArgumentException>(() => single.load_state_dict(adam.state_dict()));
    }

    [Fact]
    public void Nonsense_settings_are_refused()
    {
        var p = Parameter(ones(1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], -1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 1, momentum: -1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 1, weight_decay: -1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.Adam([p], -1));
        Assert.Throws<ArgumentException>(() => optim.Adam([p], beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([p], eps: -1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([p], weight_decay: -1));
    }

    [Fact]
    public void Gradients_are_zeroed_in_place_and_parameters_without_any_stay()
    {
        using var module = Linear(2, 1);
        var idle = Parameter(ones(1));
        using var optimiser = optim.SGD([.. module.parameters(), idle], 0.1);
        module.call(ones(1, 2)).sum().backward();
        optimiser.step();
        optimiser.zero_grad();
        Assert.Equal(zeros(1, 2), module.weight.grad);
        Assert.Null(idle.grad);
        Assert.Equal(ones(1), idle);
    }

    [Fact]
    public void Closure_computes_the_loss_that_is_returned()
    {
        var problem = new Problem();
        using var optimiser = Sgd(problem.W, problem.B);
        var expected = problem.Loss().ToSingle();
        var loss = optimiser.step(() =>
        {
            optimiser.zero_grad();
            var loss = problem.Loss();
            loss.backward();
            return loss;
        });
        Assert.Equal(expected, loss.ToSingle());
        Assert.True(problem.Loss().ToSingle() < expected);
    }

    [Fact]
    public void Groups_and_named_parameters_are_taken()
    {
        using var module = Sequential(Linear(2, 2), Linear(2, 1));
        using var named = optim.AdamW(module.named_parameters());
        Assert.Equal(4, named.parameters().Count());
        using var optimiser = optim.SGD([new SGD.ParamGroup(module.parameters().Take(2), lr: 0.5)], 0.1, momentum: 0.9);
        optimiser.add_param_group(new SGD.ParamGroup { Parameters = module.parameters().Skip(2) });
        Assert.Equal([0.5, 0.1], optimiser.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal([0.5, 0.1], optimiser.ParamGroups.Select(group => group.InitialLearningRate));
        module.call(ones(1, 2)).sum().backward();
        optimiser.step();
    }

    [Fact]
    public void Norm_of_gradients_is_clipped_as_PyTorch_does()
    {
        var golden = Golden.Read("optimisers.json").GetProperty("clipped");
        var problem = new Problem();
        (problem.W.grad, problem.B.grad) = (golden.GetProperty("before")[0].ToTensor(), golden.GetProperty("before")[1].ToTensor());
        Assert.Equal(golden.GetProperty("norm").GetDouble(), nn.utils.clip_grad_norm_([problem.W, problem.B], 0.7), 5);
        Golden.AssertClose(golden.GetProperty("after")[0], problem.W.grad!);
        Golden.AssertClose(golden.GetProperty("after")[1], problem.B.grad!);
        Assert.Equal(0.7, nn.utils.clip_grad_norm_([problem.W, problem.B], 5), 5);
        Golden.AssertClose(golden.GetProperty("after")[0], problem.W.grad!);
    }
}
