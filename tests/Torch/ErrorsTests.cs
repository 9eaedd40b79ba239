using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

/// <summary>What libtorch refuses becomes an exception that names the operation and the shapes.</summary>
[Collection("torch")]
public class ErrorsTests
{
    private static string Message(Func<object?> failing) => Assert.Throws<ExternalException>(failing).Message;

    [Fact]
    public void The_message_names_operation_and_shapes_and_keeps_the_text_of_PyTorch()
    {
        Packages.SkipUnlessCompat("TorchSharp's message is PyTorch's with a trace of the C++ stack, without the operation and the shapes.");
        using var scope = NewDisposeScope();
        Assert.Equal("mm([2, 3], [2, 3]): mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", Message(() => ones(2, 3).mm(ones(2, 3))));
        var message = Message(() => cat(new[] { ones(2, 3), ones(3, 2) }));
        Assert.StartsWith("cat(([2, 3], [3, 2])): Sizes of tensors must match", message);
        Assert.DoesNotContain("frame #", message);
    }

    [Fact]
    public void Wrong_shapes_indices_and_dtypes()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("must match the size", Message(() => ones(2) + ones(3)));
        Assert.Contains("invalid for input of size 6", Message(() => ones(6).reshape(4, 2)));
        Assert.Contains("Dimension out of range", Message(() => ones(2).sum(1)));
        Assert.Contains("out of range", Message(() => ones(2)[2]));
        Assert.Contains("too many indices", Message(() => ones(2)[TensorIndex.Ellipsis, 0, 0]));
        Assert.Contains("out of bounds", Message(() => ones(3).gather(0, tensor([5L]))));
        Assert.Contains("could not infer output dtype", Message(() => tensor([1L, 2L]).mean()));
        Assert.Throws<ArgumentException>(() => where(tensor([1L]), ones(1), ones(1)));
        Assert.Throws<ArgumentException>(() => ones(3).slice(0, 0, 3, -1));
    }

    [Fact]
    public void Autograd_refuses_with_its_own_text()
    {
        using var scope = NewDisposeScope();
        var w = ones(2, requires_grad: true);
        Assert.Contains("implicitly created only for scalar", Message(() => { (w * 2).backward(); return null; }));
        Assert.Contains("does not require grad", Message(() => { ones(1).sum().backward(); return null; }));
        var loss = (w * w).sum();
        loss.backward();
        Assert.Contains("second time", Message(() => { loss.backward(); return null; }));
        Assert.Contains("leaf", Message(() => w.add_(1)));
        Assert.Contains("floating point", Message(() => arange(3).requires_grad_()));
    }

    [Fact]
    public void Factories_refuse_negative_sizes_and_absent_devices()
    {
        Assert.Contains("negative", Message(() => zeros(-1)));
        Assert.Throws<NotSupportedException>(() => from_array(new decimal[1]));
        if (Packages.AreCompat) Assert.Throws<NotSupportedException>(() => zeros(1, names: ["n"])); // the package has named dimensions
        if (cuda.is_available()) return;
        Assert.Throws<InvalidOperationException>(() => device("cuda:0"));
        Assert.Throws<InvalidOperationException>(() => ones(1).cuda());
    }

    [Fact]
    public void After_an_error_everything_goes_on()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 100; i++) Message(() => ones(2).mm(ones(2)));
        Assert.Equal(4f, ones(4).sum().item<float>());
    }
}
