using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Models;

[Collection("torch")]
public class NetworkTests : OneThread
{
    public static TheoryData<string> Names =>
    [
        "mlp", "resnet8", "resnet8-identity", "resnet14-grey", "conv heads", "flat heads", "vgg11", "vgg13-28", "vit", "vit-mlp",
        "msdnet", "msdnet-plain-late", "msdnet-flat", "resnet18-images", "resnet50-images", "resnet50-large", "efficientnet-b0", "efficientnet-v2s",
    ];

    private static Architecture Named(string name) => name switch
    {
        "mlp" => Mlp.Of([1, 5, 4], [12, 9, 7]).WithExits(Heads.Linear, Every.Block),
        "resnet8" => ResNet.ForCifar(8, 4).WithExits(Heads.Pooled, Every.Block),
        "resnet8-identity" => ResNet.ForCifar(8, 4, shortcut: Shortcut.Identity).WithExits(Heads.Linear, Every.Block),
        "resnet14-grey" => ResNet.ForCifar(14, 2, classes: 4, input: [1, 28, 28]).WithExits(Heads.Pooled, Every.Nth(2)),
        "conv heads" => ResNet.ForCifar(8, 16, input: [3, 16, 16]).WithExits((0, Heads.Conv(1)), (1, Heads.Conv(5))),
        "flat heads" => ResNet.ForCifar(8, 4, input: [3, 16, 16]).WithExits(Heads.Flattened, Every.Block),
        "vgg11" => Vgg.WithBatchNorm(11, width: 2).WithExits((0, Heads.Pooled), (2, Heads.Linear), (6, Heads.Flattened)),
        "vgg13-28" => Vgg.WithBatchNorm(13, width: 1, classes: 4, input: [1, 28, 28]).WithExits(Heads.Linear, Every.Nth(3)),
        "vit" => Vit.For(dim: 12, depth: 3, heads: 3, patch: 8).WithExits(Heads.ClassToken, Every.Block),
        "vit-mlp" => Vit.For(8, depth: 4, heads: 2, patch: 2, mlpRatio: 1.5, classes: 3, input: [1, 8, 6]).WithExits((0, Heads.ClassTokenMlp(2, 16)), (2, Heads.ClassTokenMlp(5, 6))),
        "msdnet" => MsdNet.Create([2, 1, 1, 1], growth: 2, width: 3, headChannels: 6).WithExits(Heads.Coarsest(4), Every.Block),
        "msdnet-plain-late" => MsdNet.Create([1, 3, 2], 1, 2, scales: 4, DenseLayer.Plain, ScaleDrop.Late, compression: null, headChannels: 5, classes: 4, input: [1, 28, 26])
            .WithExits(Heads.Coarsest(6), Every.Block),
        "msdnet-flat" => MsdNet.Create([1, 2], 2, 2, scales: 1, compression: .7, headChannels: 5, input: [3, 16, 16]).WithExits(Heads.Pooled, Every.Block),
        "resnet18-images" => ResNet.ForImages(18, width: 2, input: [3, 16, 16]).WithExits(Heads.Linear, Every.Nth(2)),
        "resnet50-images" => ResNet.ForImages(50, width: 2, classes: 3, input: [1, 20, 12]).WithExits(Heads.Linear, Every.Nth(4)),
        "resnet50-large" => ResNet.ForImages(50, width: 3, stem: ImageStem.Large, input: [3, 45, 64]).WithExits(Heads.Linear, Every.Nth(4)),
        "efficientnet-b0" => EfficientNet.B0(.1, .5, input: [3, 16, 16]).WithExits(Heads.Linear, Every.Nth(3)),
        "efficientnet-v2s" => EfficientNet.V2S(.1, .2, stemStride: 2, classes: 4, input: [1, 28, 28]).WithExits(Heads.Linear, Every.Nth(3)),
        _ => throw new ArgumentException(name),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Built_parts_have_the_shapes_and_parameters_of_the_blueprint(string name)
    {
        using var scope = NewDisposeScope();
        var architecture = Named(name);
        using var network = architecture.Build(seed: 0);
        var backbone = architecture.Backbone;
        foreach (var stage in (Stage?[])[backbone.Stem, .. backbone.Stages])
        {
            if (stage is null) continue;
            using var module = stage.Build();
            Assert.Equal([2, .. stage.Output], module.call(torch.randn([2, .. stage.Input])).shape);
            Assert.Equal(stage.Parameters, module.parameters().Sum(parameter => parameter.numel()));
        }
        for (var exit = 0; exit < network.L; exit++)
            Assert.Equal(architecture.Exits[exit].Layers.Sum(layer => layer.Parameters), network.HeadParameters(exit).Sum(parameter => parameter.numel()));
        Assert.Equal(backbone.Parameters, network.BackboneParameters.Sum(parameter => parameter.numel()));
        Assert.Equal(architecture.Layers.Sum(layer => layer.Layer.Parameters), network.parameters().Sum(parameter => parameter.numel()));
        var logits = network.call(torch.randn([3, .. backbone.Input]));
        Assert.Equal(architecture.Exits.Count, logits.Length);
        Assert.All(logits, exit => Assert.Equal([3, backbone.Classes], exit.shape));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_gets_a_gradient(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Named(name).Build(seed: 0);
        manual_seed(0);
        var loss = network.call(torch.randn([4, .. network.Architecture.Backbone.Input])).Select(logits => logits.log_softmax(1).square().sum()).Aggregate((a, b) => a + b);
        loss.backward();
        foreach (var (parameter, tensor) in network.named_parameters())
            Assert.True(tensor.grad is { } gradient && gradient.isfinite().all().item<bool>() && gradient.abs().max().item<float>() > 0, parameter);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Channels_last_in_memory_gives_the_same_logits(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Named(name).Build(seed: 0);
        network.eval();
        var input = torch.randn([2, .. network.Architecture.Backbone.Input]);
        var last = input.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        foreach (var (expected, logits) in network.call(input).Zip(network.call(last)))
            Assert.True(torch.allclose(expected, logits, rtol: 1e-4, atol: 1e-5));
    }

    [Theory]
    [InlineData("resnet8-projection", false)]
    [InlineData("resnet8-projection", true)]
    [InlineData("resnet8-identity", false)]
    [InlineData("resnet8-identity", true)]
    [InlineData("mlp", false)]
    [InlineData("mlp", true)]
    [InlineData("vgg11", false)]
    [InlineData("vgg11", true)]
    [InlineData("vit", false)]
    [InlineData("vit", true)]
    [InlineData("msdnet", false)]
    [InlineData("msdnet", true)]
    [InlineData("resnet18-images", false)]
    [InlineData("resnet18-images", true)]
    [InlineData("resnet50-images", false)]
    [InlineData("resnet50-images", true)]
    [InlineData("efficientnet-b0", false)]
    [InlineData("efficientnet-b0", true)]
    [InlineData("efficientnet-v2s", false)]
    [InlineData("efficientnet-v2s", true)]
    public void Logits_are_PyTorchs_for_the_same_weights(string name, bool training)
    {
        // tests/golden/models/make.py
        using var scope = NewDisposeScope();
        var architecture = name switch
        {
            "mlp" => Mlp.Of([1, 3, 4], [9, 8, 7]).WithExits(Heads.Linear, Every.Block),
            "resnet8-identity" => ResNet.ForCifar(8, 4, input: [3, 16, 16], shortcut: Shortcut.Identity).WithExits((1, Heads.Flattened)),
            "vgg11" => Vgg.WithBatchNorm(11, width: 2, input: [3, 16, 16]).WithExits((1, Heads.Pooled), (4, Heads.Linear)),
            "vit" => Vit.For(dim: 12, depth: 2, heads: 3, mlpRatio: 20.0 / 12, input: [3, 8, 8]).WithExits((0, Heads.ClassTokenMlp(3, 9))),
            "msdnet" => MsdNet.Create([2, 1, 2], growth: 2, width: 3, headChannels: 5, input: [3, 12, 12]).WithExits(Heads.Coarsest(5), Every.Block),
            "resnet18-images" => ResNet.ForImages(18, width: 2, input: [3, 16, 16]).WithExits(Heads.Linear, Placement.After(2, 5)),
            "resnet50-images" => ResNet.ForImages(50, width: 1, ImageStem.Large, input: [3, 64, 64]).WithExits(Heads.Linear, Placement.After(4)),
            "efficientnet-b0" => EfficientNet.B0(.05, .3, dropout: 0, stochasticDepth: 0, input: [3, 16, 16]).WithExits(Heads.Linear, Placement.After(3)),
            "efficientnet-v2s" => EfficientNet.V2S(.03, .1, dropout: 0, stochasticDepth: 0, input: [3, 16, 16]).WithExits(Heads.Linear, Placement.After(1)),
            _ => ResNet.ForCifar(8, 4, input: [3, 16, 16]).WithExits((0, Heads.Pooled), (1, Heads.Conv(2))),
        };
        using var network = architecture.Build(seed: 0);
        network.load(Golden($"{name}.weights"));
        network.train(training);
        // Batch norm over two samples multiplies every rounding: the training mode is compared in float64, as make.py has it.
        var type = training ? ScalarType.Float64 : ScalarType.Float32;
        network.to(type);
        var input = torch.tensor(Floats($"{name}.input")).reshape([2, .. architecture.Backbone.Input]).to(type);
        var expected = Floats($"{name}.{(training ? "train" : "eval")}");
        float[] logits = [.. network.call(input).SelectMany(exit => exit.to(ScalarType.Float32).data<float>().ToArray())];
        Assert.Equal(expected.Length, logits.Length);
        for (var i = 0; i < logits.Length; i++) Assert.Equal(expected[i], logits[i], 1e-4f);
    }

    [Fact]
    public void A_stage_runs_only_when_its_exit_is_asked_for()
    {
        using var scope = NewDisposeScope();
        var calls = new List<string>();
        Stage[] stages = [.. Enumerable.Range(0, 4).Select(i => new Stage($"stage{i}", [3], [3], [Layer.Free("note", [3])], () => new Note($"stage{i}", calls)))];
        var backbone = new Backbone("notes", [3], 2, new Stage("stem", [3], [3], [], () => new Note("stem", calls)), stages, Heads.Linear);
        using var network = backbone.WithExits(Heads.Linear, Placement.After(0, 2)).Build(seed: 0);

        var exits = network.Exits(torch.ones(1, 3)).GetEnumerator();
        Assert.Empty(calls);
        exits.MoveNext();
        Assert.Equal(["stem", "stage0"], calls);
        exits.MoveNext();
        Assert.Equal(["stem", "stage0", "stage1", "stage2"], calls);
        Assert.Equal(1, exits.Current.exit);
        exits.MoveNext();
        Assert.Equal(["stem", "stage0", "stage1", "stage2", "stage3"], calls);
        Assert.False(exits.MoveNext());
    }

    [Fact]
    public void A_seed_decides_the_weights_and_building_draws_nothing_from_torch()
    {
        using var scope = NewDisposeScope();
        var architecture = Named("resnet8");
        manual_seed(5);
        var expected = torch.rand(4);
        manual_seed(5);
        using var first = architecture.Build(seed: 3);
        var after = torch.rand(4);
        using var again = architecture.Build(seed: 3);
        using var other = architecture.Build(seed: 4);
        Assert.Equal(expected, after);
        Assert.Equal(Bits(first), Bits(again));
        Assert.NotEqual(Bits(first), Bits(other));
    }

    [Fact]
    public void Heads_do_not_change_the_backbones_first_weights()
    {
        using var scope = NewDisposeScope();
        using var alone = ResNet.ForCifar(8, 4).Alone.Build(seed: 3);
        using var with = Named("resnet8").Build(seed: 3);
        var weights = with.state_dict();
        foreach (var (name, tensor) in alone.state_dict())
            Assert.Equal(tensor, weights[name]);
    }

    [Fact]
    public void Convolutions_start_with_He_variance()
    {
        using var scope = NewDisposeScope();
        using var network = ResNet.ForCifar(20, 16).Alone.Build(seed: 0);
        var weight = network.state_dict()["block8.conv2.weight"];
        Assert.Equal(Math.Sqrt(2.0 / (64 * 9)), weight.std().item<float>(), 1e-3);
        Assert.Equal(0, weight.mean().item<float>(), 1e-3);
    }

    [Fact]
    public void Stochastic_depth_skips_whole_samples_and_keeps_the_expectation()
    {
        using var scope = NewDisposeScope();
        using var module = new ResidualBranch(nn.Identity(), chance: .25);
        var input = torch.ones(2000, 3, 2, 2);
        manual_seed(0);
        var added = (module.call(input) - input).flatten(1);
        Assert.Equal(added.amax([1]), added.amin([1]));
        float[] perSample = [.. added.select(1, 0).data<float>().ToArray()];
        Assert.All(perSample, value => Assert.True(value == 0 || Math.Abs(value - 4f / 3) < 1e-6));
        // Four standard errors of a share of .25 among 2000.
        Assert.Equal(.25, perSample.Count(value => value == 0) / 2000.0, 4 * Math.Sqrt(.25 * .75 / 2000));
        module.eval();
        Assert.Equal(2 * input, module.call(input));
    }

    [Fact]
    public void Stochastic_depth_and_dropout_rise_as_set()
    {
        using var scope = NewDisposeScope();
        using var network = EfficientNet.B0(.1, .3, stochasticDepth: .8, dropout: .5, input: [3, 16, 16]).Alone.Build(seed: 0);
        var input = torch.randn(4, 3, 16, 16);
        network.eval();
        Assert.Equal(network.call(input)[0], network.call(input)[0]);
        network.train();
        manual_seed(1);
        var first = network.call(input)[0];
        var second = network.call(input)[0];
        manual_seed(1);
        Assert.NotEqual(first, second);
        Assert.Equal(first, network.call(input)[0]);
    }

    [Fact]
    public void The_mix_of_pooled_heads_starts_between_0_and_1()
    {
        using var scope = NewDisposeScope();
        using var network = Named("resnet14-grey").Build(seed: 0);
        float[] mixes = [.. network.state_dict().Where(entry => entry.Key.EndsWith("pool.mix")).Select(entry => entry.Value.item<float>())];
        Assert.Equal(2, mixes.Length);
        Assert.All(mixes, mix => Assert.InRange(mix, 0, 1));
        Assert.Equal(mixes.Length, mixes.Distinct().Count());
    }

    private static float[] Bits(MultiExitNetwork network) =>
        [.. network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];

    private static string Golden(string file) => Path.Combine(AppContext.BaseDirectory, "golden", "models", file);

    private static float[] Floats(string file)
    {
        var bytes = File.ReadAllBytes(Golden(file));
        var values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    private sealed class Note(string note, List<string> calls) : nn.Module<Tensor, Tensor>(nameof(Note))
    {
        public override Tensor forward(Tensor input)
        {
            calls.Add(note);
            return input;
        }
    }
}
