using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

public class CorruptionTests
{
    private static ImageSet Grey(int count, int size, Func<int, int, int, byte> pixel) => new(
        "grey", [.. from n in Enumerable.Range(0, count) from y in Enumerable.Range(0, size) from x in Enumerable.Range(0, size) select pixel(n, y, x)],
        new int[count], 1, size, size, ["only"]);

    [Fact]
    public void Noise_has_its_deviation_and_no_bias()
    {
        var noisy = Corruption.Noise(.08).Of(Grey(50, 20, (_, _, _) => 128));
        var mean = noisy.Pixels.Average(pixel => (double)pixel);
        Assert.Equal(128, mean, .5);
        Assert.Equal(255 * .08, Math.Sqrt(noisy.Pixels.Average(pixel => (pixel - mean) * (pixel - mean))), .3);
    }

    [Fact]
    public void A_seed_decides_and_images_differ_from_each_other()
    {
        var images = Grey(3, 8, (_, _, _) => 100);
        var noisy = Corruption.Noise().Of(images, seed: 1);
        Assert.Equal(noisy.Pixels, Corruption.Noise().Of(images, seed: 1).Pixels);
        Assert.NotEqual(noisy.Pixels, Corruption.Noise().Of(images, seed: 2).Pixels);
        Assert.False(noisy.Image(0).SequenceEqual(noisy.Image(1)));
        Assert.All(images.Pixels, pixel => Assert.Equal(100, pixel));
    }

    [Fact]
    public void Blur_spreads_a_point_by_the_kernel_and_leaves_flat_images_flat()
    {
        // scipy.ndimage.gaussian_filter(point, .7, mode="nearest") of 250 in the middle of 9 x 9, SciPy 1.10.1.
        var blurred = Corruption.Blur(.7).Of(Grey(1, 9, (_, y, x) => y == 4 && x == 4 ? (byte)250 : (byte)0));
        Assert.Equal([0, 0, 1, 29, 81, 29, 1, 0, 0], blurred.Image(0).Slice(4 * 9, 9).ToArray().Select(pixel => (int)pixel));
        Assert.Equal(11, blurred.Image(0)[3 * 9 + 3]);
        Assert.All(Corruption.Blur(2).Of(Grey(1, 9, (_, _, _) => 77)).Pixels, pixel => Assert.Equal(77, pixel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_strength_is_above_0(double deviation)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Corruption.Noise(deviation));
        Assert.Throws<ArgumentOutOfRangeException>(() => Corruption.Blur(deviation));
    }
}
