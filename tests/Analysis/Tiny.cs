using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Analysis;

/// <summary>Networks small enough to be checked by hand, and their data.</summary>
internal static class Tiny
{
    public static DataSet Data { get; } = TinyData.Create(train: 60, validation: 40, test: 40);

    /// <summary>Two exits that are linear in the pixels: the stages do nothing.</summary>
    public static Architecture Linear { get; } = new Backbone(
        "linear", [2, 6, 6], Classes: 3, Stem: null, [Through("first"), Through("second")], Heads.Flattened).WithExits(Heads.Flattened, Every.Block);

    public static Architecture Perceptron { get; } = Mlp.Of([2, 6, 6], [8, 6, 5], classes: 3).WithExits(Heads.Linear, Every.Block);

    public static Architecture ResNet { get; } = EarlyExit.Models.ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);

    /// <summary>A network whose batch norms have seen data, in evaluation mode.</summary>
    public static MultiExitNetwork Seasoned(Architecture architecture, int seed)
    {
        var network = architecture.Build(seed);
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        network.train();
        network.call(new ImageBatches(Data.Train, Data).Of(Enumerable.Range(0, 50).ToArray()));
        network.eval();
        return network;
    }

    /// <summary>Normalised pixels of a sample, [F].</summary>
    public static double[] Pixels(ImageSet images, int n)
    {
        var area = images.Height * images.Width;
        return [.. images.Image(n).ToArray().Select((pixel, i) => (double)(float)((pixel / 255.0 - Data.Mean[i / area]) / Data.Std[i / area]))];
    }

    /// <summary>Mean cross-entropy of a linear classifier, from its definition.</summary>
    /// <param name="weight">[C, F].</param>
    /// <param name="bias">[C].</param>
    public static double Loss(ImageSet images, double[] weight, double[] bias)
    {
        var features = weight.Length / bias.Length;
        return Enumerable.Range(0, images.Count).Average(n =>
        {
            var x = Pixels(images, n);
            var logits = bias.Select((b, c) => b + x.Select((value, f) => value * weight[c * features + f]).Sum()).ToArray();
            return Math.Log(logits.Sum(logit => Math.Exp(logit - logits[images.Labels[n]])));
        });
    }

    public static double[] Numbers(Tensor tensor) => [.. tensor.detach().contiguous().to_type(ScalarType.Float64).data<double>().ToArray()];

    private static Stage Through(string name) => new(name, [2, 6, 6], [2, 6, 6], [Layer.Free("through", [2, 6, 6])], () => nn.Identity());
}
