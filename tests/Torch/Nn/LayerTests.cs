using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class LayerTests
{
    [Fact]
    public void Batch_normalisation_tracks_statistics_as_PyTorch_does()
    {
        var golden = Golden.Read("layers.json").GetProperty("batch_norm");
        var images = golden.GetProperty("images").ToTensor();
        using var norm = BatchNorm2d(3);
        for (var i = 0; i < 3; i++) Golden.AssertClose(golden.GetProperty("trained")[i], norm.call(images[i]));
        AssertState(golden.GetProperty("state"), norm);
        norm.eval();
        Golden.AssertClose(golden.GetProperty("evaluated"), norm.call(images[3]));
        AssertState(golden.GetProperty("state"), norm);
    }

    [Fact]
    public void Batch_normalisation_without_momentum_averages_all_batches()
    {
        var golden = Golden.Read("layers.json").GetProperty("batch_norm");
        var rows = golden.GetProperty("rows").ToTensor();
        using var norm = BatchNorm1d(3);
        norm.momentum = null;
        for (var i = 0; i < 3; i++) norm.call(rows[i]);
        AssertState(golden.GetProperty("averaged"), norm);
        norm.eval();
        Golden.AssertClose(golden.GetProperty("averaged evaluated"), norm.call(rows[3]));
    }

    [Fact]
    public void Batch_normalisation_without_statistics_uses_the_batch_always()
    {
        using var norm = BatchNorm1d(2, track_running_stats: false);
        norm.eval();
        var x = tensor(new float[] { 1, 10, 3, 30 }).reshape(2, 2);
        Assert.True(norm.call(x).allclose(tensor(new float[] { -1, -1, 1, 1 }).reshape(2, 2), atol: 1e-4));
        Assert.Equal(["weight", "bias"], norm.state_dict().Keys);
    }

    [Fact]
    public void Wrong_ranks_and_channels_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BatchNorm2d(3).call(rand(2, 3)));
        Assert.Throws<ArgumentException>(() => BatchNorm1d(3).call(rand(2, 3, 4, 5)));
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3).call(rand(2, 4, 5, 5)));
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, Padding.Same, stride: 2));
    }

    [Theory]
    [InlineData(PaddingModes.Reflect)]
    [InlineData(PaddingModes.Replicate)]
    [InlineData(PaddingModes.Circular)]
    public void Convolution_pads_by_mode(PaddingModes mode)
    {
        using var convolution = Conv2d(2, 3, (3, 5), padding: (1, 2), padding_mode: mode);
        var x = rand(2, 2, 6, 7);
        var padded = functional.pad(x, (2, 2, 1, 1), mode);
        Assert.True(functional.conv2d(padded, convolution.weight, convolution.bias).allclose(convolution.call(x)));
    }

    [Fact]
    public void Same_padding_keeps_the_size_and_a_single_image_its_rank()
    {
        Assert.Equal([2, 4, 7, 6], Conv2d(3, 4, (3, 5), Padding.Same, dilation: (2, 1)).call(rand(2, 3, 7, 6)).shape);
        Assert.Equal([4, 5, 4], Conv2d(3, 4, 3).call(rand(3, 7, 6)).shape);
    }

    [Fact]
    public void Multihead_attention_and_its_gradients_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Read("layers.json").GetProperty("attention");
        using var attention = MultiheadAttention(8, 2);
        attention.load_state_dict(golden.GetProperty("state").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToTensor()));
        var inputs = new[] { "query", "key", "value" }.ToDictionary(name => name, name => golden.GetProperty(name).ToTensor().requires_grad_());
        // libtorch's module adds the mask whatever its type, so that true would add one.
        var barred = golden.GetProperty("barred").ToTensor();
        var (output, weights) = attention.call(
            inputs["query"], inputs["key"], inputs["value"], golden.GetProperty("padding").ToTensor(),
            attn_mask: zeros_like(barred, dtype: float32).masked_fill(barred, double.NegativeInfinity));
        Golden.AssertClose(golden.GetProperty("output"), output);
        Golden.AssertClose(golden.GetProperty("weights"), weights);
        output.BackwardWeighted();
        foreach (var gradient in golden.GetProperty("gradients").EnumerateObject())
            Golden.AssertClose(gradient.Value, gradient.Name == "query" ? inputs["query"].grad! : attention.get_parameter(gradient.Name)!.grad!);
        Assert.True(attention.call(inputs["query"], inputs["key"], inputs["value"], need_weights: false).Item2.IsInvalid);
    }

    [Fact]
    public void Embedding_looks_rows_up_and_leaves_the_padding_row_alone()
    {
        using var embedding = Embedding(4, 2, padding_idx: 1);
        var rows = embedding.call(tensor(new long[] { 3, 1, 3 }));
        Assert.Equal(embedding.weight![3], rows[0]);
        Assert.Equal(zeros(2), rows[1]);
        rows.sum().backward();
        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 2], embedding.weight!.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Containers_index_and_slice()
    {
        using var layers = Sequential(("one", Linear(2, 3)), ("two", Linear(3, 4)), ("three", Linear(4, 5)));
        Assert.Equal(3, layers.Count);
        Assert.Equal([1, 5], layers.call(rand(1, 2)).shape);
        Assert.Equal([1, 3], layers[0].call(rand(1, 2)).shape);
        Assert.Equal([1, 5], layers[1..].call(rand(1, 3)).shape);
        Assert.Equal([1, 4], layers[(null, 2)].call(rand(1, 2)).shape);
        Assert.Equal(["two.weight", "two.bias", "three.weight", "three.bias"], layers[1..].state_dict().Keys);
        Assert.Throws<IndexOutOfRangeException>(() => layers[(1, 4)]);

        var x = rand(1, 2);
        var same = Sequential().call(x);
        Assert.Equal(x, same);
        Assert.NotSame(x, same);
        Assert.Equal(["0.weight", "0.bias"], Sequential(Linear(2, 2), ReLU()).append(Tanh()).state_dict().Keys);
    }

    private static void AssertState(JsonElement expected, Module module)
    {
        var state = module.state_dict();
        foreach (var entry in expected.EnumerateObject()) Golden.AssertClose(entry.Value, state[entry.Name]);
        Assert.Equal(expected.EnumerateObject().Count(), state.Count);
    }
}
