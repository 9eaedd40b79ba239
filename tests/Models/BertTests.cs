using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Models;

[Collection("torch")]
public class BertTests : OneThread
{
    private static readonly Architecture Small = Bert.For(vocabulary: 11, length: 7, dim: 12, depth: 3, heads: 3, mlpRatio: 2, classes: 4).WithExits(Heads.ClassToken, Every.Block);

    private static Tensor Tokens(params long[][] rows) => torch.tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);

    [Fact]
    public void Base_has_the_published_parameters()
    {
        // BERT-base-uncased as published: 109,482,240 learnt numbers, of these 23,837,184 in the embeddings, 7,087,872 in each of 12 layers
        // and 590,592 in the pooler. The linear layer that tells classes apart comes with the task.
        var backbone = Bert.Base(classes: 2);
        Assert.Equal(23_837_184, backbone.Stem!.Parameters);
        Assert.All(backbone.Stages, stage => Assert.Equal(7_087_872, stage.Parameters));
        Assert.Equal(109_482_240 + 2 * 768 + 2, backbone.Parameters);
        Assert.Equal(12, backbone.Stages.Count);
        Assert.Equal(backbone.Parameters, Bert.Base(length: 128, classes: 2).Parameters);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(128)]
    public void Base_costs_what_its_matrices_do(long length)
    {
        // Four d x d matrices and two d x 4d per token, T^2 d twice in attention; the pooler and the linear layer see one token.
        const long d = 768;
        Assert.Equal(12 * (length * 12 * d * d + 2 * length * length * d) + d * d + d * 3, Bert.Base(length: (int)length, classes: 3).Macs);
    }

    [Fact]
    public void Built_parts_have_the_shapes_and_parameters_of_the_blueprint()
    {
        using var scope = NewDisposeScope();
        using var network = Small.Build(seed: 0);
        var backbone = Small.Backbone;
        var features = network.SegmentModules(0)[0].call(Tokens([2, 5, 4, 3, 0, 0, 0], [2, 6, 7, 8, 9, 10, 3]));
        Assert.Equal([2, 7, 12], features.shape);
        Assert.Equal(backbone.Stem!.Parameters, network.SegmentModules(0)[0].parameters().Sum(parameter => parameter.numel()));
        for (var i = 0; i < 3; i++)
        {
            var layer = network.SegmentModules(i)[^1];
            features = layer.call(features);
            Assert.Equal([2, .. backbone.Stages[i].Output], features.shape);
            Assert.Equal(backbone.Stages[i].Parameters, layer.parameters().Sum(parameter => parameter.numel()));
            Assert.Equal(Small.Exits[i].Layers.Sum(part => part.Parameters), network.HeadParameters(i).Sum(parameter => parameter.numel()));
            Assert.Equal([2, 4], network.Head(i, features).shape);
        }
        Assert.Equal(Small.Layers.Sum(layer => layer.Layer.Parameters), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData("bert-classes")]
    [InlineData("bert-number")]
    public void Logits_are_PyTorchs_for_the_same_weights(string name)
    {
        // tests/golden/models/make_bert.py
        using var scope = NewDisposeScope();
        var architecture = name == "bert-classes"
            ? Bert.For(vocabulary: 9, length: 6, dim: 12, depth: 3, heads: 3, mlpRatio: 20.0 / 12, classes: 4).WithExits(Heads.ClassToken, Every.Block)
            : Bert.For(vocabulary: 10, length: 8, dim: 8, depth: 2, heads: 2, classes: 1).WithExits(Heads.Pooler, Every.Block);
        using var network = architecture.Build(seed: 0);
        network.load(Golden($"{name}.weights"));
        network.eval();
        var length = architecture.Backbone.Input[0];
        var tokens = Read($"{name}.tokens", BitConverter.ToInt64, sizeof(long));
        var expected = Read($"{name}.logits", BitConverter.ToSingle, sizeof(float));
        float[] logits = [.. network.call(torch.tensor(tokens, [tokens.Length / length, length])).SelectMany(exit => exit.data<float>().ToArray())];
        Assert.Equal(expected.Length, logits.Length);
        for (var i = 0; i < logits.Length; i++) Assert.Equal(expected[i], logits[i], 2e-5f);
    }

    [Fact]
    public void More_padding_changes_nothing_and_stays_0()
    {
        using var scope = NewDisposeScope();
        using var network = Small.Build(seed: 1);
        network.eval();
        var text = Tokens([2, 5, 4, 3]);
        var padded = Tokens([2, 5, 4, 3, 0, 0, 0]);
        foreach (var (expected, logits) in network.call(text).Zip(network.call(padded)))
            Assert.True(torch.allclose(expected, logits, rtol: 1e-4, atol: 1e-5));
        var features = padded;
        for (var exit = 0; exit < network.L; exit++)
        {
            features = network.Segment(exit, features);
            Assert.Equal([false, false, false, false, true, true, true], features[0].eq(0).all(-1).data<bool>().ToArray());
        }
    }

    [Fact]
    public void What_comes_after_a_separator_is_another_segment()
    {
        using var scope = NewDisposeScope();
        using var network = Bert.For(11, 5, 8, 1, 2).Alone.Build(seed: 0);
        network.eval();
        using var nothing = no_grad();
        var embedded = network.SegmentModules(0)[0].call(Tokens([2, 5, 3, 5, 3]));
        network.named_parameters().Single(parameter => parameter.name == "stem.segments.weight").parameter.select(0, 1).add_(1 + torch.arange(8));
        var moved = network.SegmentModules(0)[0].call(Tokens([2, 5, 3, 5, 3]));
        Assert.Equal([true, true, true, false, false], embedded.eq(moved).all(-1).data<bool>().ToArray());
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var network = Small.Build(seed: 0);
        var tokens = Tokens([2, 4, 5, 3, 6, 7, 3], [2, 8, 9, 10, 3, 1, 3], [2, 4, 3, 0, 0, 0, 0]);
        network.call(tokens).Select(logits => logits.log_softmax(1).square().sum()).Aggregate((a, b) => a + b).backward();
        foreach (var (name, parameter) in network.named_parameters())
            Assert.True(parameter.grad is { } gradient && gradient.isfinite().all().item<bool>() && gradient.abs().max().item<float>() > 0, name);
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var network = Bert.For(11, 4, 8, 2, 2, dropout: .3).Alone.Build(seed: 0);
        var tokens = Tokens([2, 5, 4, 3]);
        network.train();
        Assert.False(torch.allclose(network.call(tokens)[0], network.call(tokens)[0]));
        network.eval();
        Assert.True(torch.allclose(network.call(tokens)[0], network.call(tokens)[0], rtol: 0, atol: 0));
    }

    [Fact]
    public void Names_tell_settings_apart_and_what_does_not_fit_is_refused_by_name()
    {
        Assert.Equal(
            ["bert-d12x3-h3-v11-mlp24", "bert-d12x3-h3-v11", "bert-d12x3-h3-v12-drop0.1", "bert-base-v30522-drop0.1"],
            new[] { Small.Backbone, Bert.For(11, 7, 12, 3, 3), Bert.For(12, 7, 12, 3, 3, dropout: .1), Bert.Base() }.Select(backbone => backbone.Name));
        Assert.Contains("5 heads", Assert.Throws<ArgumentException>(() => Bert.For(11, 7, 12, 3, heads: 5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bert.For(vocabulary: 3, 7, 12, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bert.For(11, length: 0, 12, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bert.For(11, 7, 12, 3, 3, dropout: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bert.For(11, 7, 12, 3, 3, mlpRatio: 0));
        Assert.Contains("tokens", Assert.Throws<ArgumentException>(() => Vgg.WithBatchNorm(11).WithExits(Heads.Pooler, Every.Block)).Message);
        Assert.True(Bert.For(11, 7, 12, 3, 3, classes: 1).PredictsNumbers);
        Assert.False(Small.Backbone.PredictsNumbers);
    }

    private static T[] Read<T>(string file, Func<byte[], int, T> value, int size)
    {
        var bytes = File.ReadAllBytes(Golden(file));
        return [.. Enumerable.Range(0, bytes.Length / size).Select(k => value(bytes, k * size))];
    }

    private static string Golden(string file) => Path.Combine(Workbook.Session.Root, "tests", "golden", "models", file);
}
