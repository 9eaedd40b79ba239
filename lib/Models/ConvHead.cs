using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary><see cref="Heads.Conv"/>.</summary>
internal sealed record ConvHead(int Convolutions) : Head($"conv{Convolutions}")
{
    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        Layer.RequireMap("The convolutional head", features);
        var layers = new List<Layer>();
        foreach (var channels in Widths(features).Skip(1))
        {
            layers.Add(Layer.Conv($"conv{layers.Count / 2}", features, channels, kernel: 3, padding: 1, biases: channels));
            features = layers[^1].Output;
            layers.Add(Layer.Free($"relu{layers.Count / 2}", features));
        }
        return [.. layers, .. Heads.Pooled.Layers(features, classes)];
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes)
    {
        var widths = Widths(features);
        var parts = new List<(string, Module<Tensor, Tensor>)>();
        for (var i = 0; i < Convolutions; i++)
        {
            var conv = Conv2d(widths[i], widths[i + 1], kernel_size: 3, padding: 1);
            init.kaiming_normal_(conv.weight, nonlinearity: init.NonlinearityType.ReLU);
            init.zeros_(conv.bias!);
            parts.Add(($"conv{i}", conv));
            parts.Add(($"relu{i}", ReLU()));
        }
        parts.Add(("pooled", Heads.Pooled.Build([widths[^1], features[1], features[2]], classes)));
        return Sequential(parts.ToArray());
    }

    /// <summary>Channels before the first and after each convolution: halved each time, never below 1.</summary>
    private long[] Widths(Shape features) =>
        [.. Enumerable.Range(0, Convolutions + 1).Select(i => Math.Max(1, features[0] >> i))];
}
