using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

[Collection("torch")]
public class AutogradTests
{
    [Fact]
    public void Gradients_accumulate_in_leaves_and_are_null_before()
    {
        using var scope = NewDisposeScope();
        var w = tensor([2f, 3f]).requires_grad_();
        Assert.Null(w.grad);
        (w * w).sum().backward();
        (w * w).sum().backward();
        Assert.Equal([8f, 12f], w.grad!.data<float>());
        w.grad = null;
        Assert.Null(w.grad);
        w.grad = ones(2);
        Assert.Equal([1f, 1f], w.grad!.data<float>());
    }

    [Fact]
    public void Backward_takes_weights_inputs_and_keeps_the_graph_where_asked()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor([1f, 2f], requires_grad: true), tensor([3f, 4f], requires_grad: true));
        var product = a * b;
        product.backward([tensor([1f, 10f])], retain_graph: true, inputs: [a]);
        Assert.Equal([3f, 40f], a.grad!.data<float>());
        Assert.Null(b.grad);
        product.backward([tensor([1f, 10f])]);
        Assert.Equal([1f, 20f], b.grad!.data<float>());
        autograd.backward([(a * 2).sum(), (a * 3).sum()]);
        Assert.Equal([11f, 85f], a.grad!.data<float>());
    }

    [Fact]
    public void Grad_returns_gradients_and_differentiates_twice()
    {
        using var scope = NewDisposeScope();
        var x = tensor([2.0, 3.0]).requires_grad_();
        var unused = tensor(1.0).requires_grad_();
        var first = autograd.grad([x.pow(3).sum()], [x, unused], create_graph: true, allow_unused: true);
        Assert.Equal([12.0, 27.0], first[0].data<double>());
        Assert.True(first[1].IsInvalid);
        var second = autograd.grad([first[0]], [x], grad_outputs: [tensor([1.0, 0.5])]);
        Assert.Equal([12.0, 9.0], second[0].data<double>());
        Assert.Null(x.grad);
    }

    [Fact]
    public void Guards_switch_recording_off_and_on_again()
    {
        using var scope = NewDisposeScope();
        var w = ones(1, requires_grad: true);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False((w * 2).requires_grad);
            using (enable_grad()) Assert.True((w * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        using (set_grad_enabled(false)) Assert.False(is_grad_enabled());
        using (inference_mode()) Assert.False((w * 2).requires_grad);
        Assert.True(is_grad_enabled());
        Assert.True((w * 2).requires_grad);
    }

    [Fact]
    public void Leaves_and_detached_tensors()
    {
        using var scope = NewDisposeScope();
        var w = ones(2, requires_grad: true);
        var middle = w * 3;
        Assert.True(w.is_leaf && !middle.is_leaf);
        Assert.False(middle.detach().requires_grad);
        middle.pow(2).sum().backward();
        Assert.Equal([18f, 18f], w.grad!.data<float>());
        using (no_grad()) w.sub_(w.grad! * 0.1);
        Assert.Equal(-0.8f, w[0].item<float>(), 1e-6f);
    }
}
