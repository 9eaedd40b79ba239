using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary><see cref="ConvUnit"/> as a module: convolution, batch norm, activation and what may come after it, such as pooling.</summary>
internal sealed class ConvBlock : Module<Tensor, Tensor>, IFoldable, IActivated
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;
    private readonly Module<Tensor, Tensor>? after;
    private readonly Activation _activation;
    private bool _folded;

    public ConvBlock(Conv2d conv, Activation activation, Module<Tensor, Tensor>? after = null) : base(nameof(ConvBlock))
    {
        this.conv = conv;
        bn = BatchNorm2d(conv.out_channels);
        this.after = after;
        _activation = activation;
        RegisterComponents();
    }

    public Tensor? BeforeActivation(Tensor input)
    {
        if (_activation == Activation.None) return null;
        var x = conv.call(input);
        if (!_folded) x = Consumed(x, bn.call);
        // Pooling and a ReLU can change places.
        return after is null ? x : Consumed(x, after.call);
    }

    public override Tensor forward(Tensor input)
    {
        var x = conv.call(input);
        if (!_folded) x = Consumed(x, bn.call);
        // In place once folded: nothing is kept for a backward pass then.
        x = _activation switch
        {
            Activation.Relu => Consumed(x, value => relu(value, inplace: _folded)),
            Activation.Silu => Consumed(x, value => silu(value, inplace: _folded)),
            _ => x,
        };
        return after is null ? x : Consumed(x, after.call);
    }

    public void Fold()
    {
        if (_folded) return;
        bn.FoldInto(conv);
        _folded = true;
    }

    private static Tensor Consumed(Tensor x, Func<Tensor, Tensor> function)
    {
        using (x) return function(x);
    }
}
