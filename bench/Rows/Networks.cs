using EarlyExit.Models;
using static TorchSharp.torch;

namespace EarlyExit.Bench.Rows;

/// <summary>The networks of the rows, which <c>bench/peers/networks.py</c> has under the same names with the same weights.</summary>
internal static class Networks
{
    public static Architecture ResNet14 { get; } = ResNet.ForCifar(depth: 14, width: 16).WithExits(Heads.Pooled, after: Every.Block);

    public static Architecture ResNet20 { get; } = ResNet.ForCifar(depth: 20, width: 16).WithExits(Heads.Pooled, after: Every.Block);

    public static Architecture VitTiny { get; } = Vit.Tiny().WithExits(Heads.ClassToken, after: Every.Block);

    public static Architecture MsdNet3 { get; } = MsdNet.Create([2, 1, 2], growth: 6, width: 16).WithExits(Heads.Coarsest(), after: Every.Block);

    /// <summary>A network whose batch norms have seen images, so that its activations have the size of a trained network's.</summary>
    public static MultiExitNetwork Settled(Architecture architecture, Tensor images)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var network = architecture.Build(seed: 0);
        network.train();
        for (var k = 0; k < 8; k++) network.call(images);
        network.eval();
        return network;
    }
}
