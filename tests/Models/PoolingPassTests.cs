using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Models;

/// <summary>Against libtorch's adaptive pooling and linear layer.</summary>
[Collection("torch")]
public class PoolingPassTests
{
    [Theory]
    [InlineData(1, 16, 32, 32)]
    [InlineData(5, 8, 4, 4)]
    [InlineData(3, 13, 9, 7)]
    [InlineData(2, 3, 2, 5)]
    public void Says_what_pooling_and_a_linear_layer_say(int samples, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var plain = torch.randn(samples, channels, height, width);
        var channelsLast = plain.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        using var _ = no_grad();
        foreach (var kind in (Head[])[Heads.Pooled, Heads.Linear])
        {
            using var head = kind.Build([channels, height, width], classes: 7);
            var expected = head.call(plain);
            ((IFoldable)head).Fold();
            foreach (var maps in (Tensor[])[plain, channelsLast])
                Assert.True(torch.allclose(expected, head.call(maps), rtol: 1e-5, atol: 1e-5), kind.Name);
        }
    }

    [Fact]
    public void A_map_that_holds_NaN_gives_NaN()
    {
        using var scope = NewDisposeScope();
        using var head = new PooledModule([8, 8, 8], classes: 2);
        var maps = torch.ones(2, 8, 8, 8);
        maps[1, 3, 5, 5] = float.NaN;
        using var _ = no_grad();
        head.Fold();
        Assert.Equal([true, true, false, false], head.call(maps).data<float>().ToArray().Select(float.IsFinite));
    }
}
