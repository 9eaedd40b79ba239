using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>1 x 1, 3 x 3 and 1 x 1 convolutions, added to what the shortcut carries, with a ReLU after the sum.</summary>
internal sealed class BottleneckBlock : Module<Tensor, Tensor>, IActivated
{
    private readonly Module<Tensor, Tensor> narrow;
    private readonly Module<Tensor, Tensor> spatial;
    private readonly Module<Tensor, Tensor> wide;
    private readonly Module<Tensor, Tensor> shortcut;

    public BottleneckBlock(ConvUnit narrow, ConvUnit spatial, ConvUnit wide, ConvUnit? projection) : base(nameof(BottleneckBlock))
    {
        this.narrow = narrow.Build();
        this.spatial = spatial.Build();
        this.wide = wide.Build();
        shortcut = projection?.Build() ?? Identity();
        RegisterComponents();
    }

    public Tensor BeforeActivation(Tensor input) => wide.call(spatial.call(narrow.call(input))) + shortcut.call(input);

    public override Tensor forward(Tensor input) => relu(BeforeActivation(input));
}
