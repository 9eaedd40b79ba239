using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>Two 3 x 3 convolutions with batch norm, added to what the shortcut carries, with a ReLU after the first and after the sum.</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>, IFoldable, IActivated
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Module<Tensor, Tensor> shortcut;
    private bool _folded;

    public BasicBlock(long inputs, long channels, long stride, Shortcut kind) : base(nameof(BasicBlock))
    {
        conv1 = ConvUnit.HeConvolution(inputs, channels, kernel: 3, stride);
        bn1 = BatchNorm2d(channels);
        conv2 = ConvUnit.HeConvolution(channels, channels, kernel: 3, stride: 1);
        bn2 = BatchNorm2d(channels);
        shortcut = inputs == channels && stride == 1
            ? Identity()
            : kind == Shortcut.Projection
                ? new ConvBlock(ConvUnit.HeConvolution(inputs, channels, kernel: 1, stride), Activation.None)
                : new StridedIdentity(inputs, channels, stride);
        RegisterComponents();
    }

    public Tensor BeforeActivation(Tensor input)
    {
        if (_folded)
        {
            using var hidden = conv1.call(input).relu_();
            return conv2.call(hidden).add_(shortcut.call(input));
        }
        var x = relu(bn1.call(conv1.call(input)));
        return bn2.call(conv2.call(x)) + shortcut.call(input);
    }

    public override Tensor forward(Tensor input) => _folded ? BeforeActivation(input).relu_() : relu(BeforeActivation(input));

    public void Fold()
    {
        if (_folded) return;
        bn1.FoldInto(conv1);
        bn2.FoldInto(conv2);
        _folded = true;
    }
}

/// <summary>Every stride-th pixel, the new channels filled with zeros, half of them before and half after the old ones.</summary>
internal sealed class StridedIdentity(long inputs, long channels, long stride) : Module<Tensor, Tensor>(nameof(StridedIdentity))
{
    public override Tensor forward(Tensor input)
    {
        var pixels = input[.., .., TensorIndex.Slice(step: stride), TensorIndex.Slice(step: stride)];
        var before = (channels - inputs) / 2;
        return pad(pixels, [0, 0, 0, 0, before, channels - inputs - before]);
    }
}
