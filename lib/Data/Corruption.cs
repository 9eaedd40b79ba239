namespace EarlyExit.Data;

/// <summary>
/// A way in which images get worse after training: what a network meets when the world shifts. Kinds and strengths follow
/// Hendrycks and Dietterich (arXiv:1903.12261, the CIFAR-10-C set).
/// </summary>
/// <param name="Name">Such as <c>noise</c>.</param>
/// <param name="Strength">In words, for tables.</param>
public abstract record Corruption(string Name, string Strength)
{
    /// <summary>Gaussian noise on every pixel and channel.</summary>
    /// <param name="deviation">Its standard deviation on the scale 0 to 1; .08 is CIFAR-10-C's middle strength.</param>
    public static Corruption Noise(double deviation = .08) => deviation > 0 && double.IsFinite(deviation)
        ? new GaussianNoise(deviation)
        : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Noise has a standard deviation above 0.");

    /// <summary>Gaussian blur, the border repeated outwards.</summary>
    /// <param name="deviation">Standard deviation of the kernel in pixels; .7 is CIFAR-10-C's middle strength.</param>
    public static Corruption Blur(double deviation = .7) => deviation > 0 && double.IsFinite(deviation)
        ? new GaussianBlur(deviation)
        : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A blur has a standard deviation above 0.");

    /// <summary>The same images made worse, each in its own way, with their labels.</summary>
    /// <param name="images">What is made worse; it stays as it is.</param>
    /// <param name="seed">The same seed gives the same images, whatever their order of computation.</param>
    public ImageSet Of(ImageSet images, int seed = 0)
    {
        var pixels = new byte[(long)images.Count * images.ImageLength];
        Parallel.For(0, images.Count, n => Write(images, n, seed, pixels.AsSpan(n * images.ImageLength, images.ImageLength)));
        return new($"{images.Name}, {Name}", pixels, images.Labels, images.Channels, images.Height, images.Width, images.ClassNames, images.Difficulty);
    }

    /// <summary>Writes one image made worse.</summary>
    protected abstract void Write(ImageSet images, int n, int seed, Span<byte> target);

    private static byte Pixel(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private sealed record GaussianNoise(double Deviation) : Corruption("noise", FormattableString.Invariant($"deviation {Deviation} of the range"))
    {
        protected override void Write(ImageSet images, int n, int seed, Span<byte> target)
        {
            var random = new Philox((uint)seed, 0x6e6f_6973, (uint)n);
            var source = images.Image(n);
            for (var k = 0; k < source.Length; k++) target[k] = Pixel(source[k] + 255 * Deviation * Normal(ref random));
        }

        // Box and Muller; 1 - u keeps the logarithm finite.
        private static double Normal(ref Philox random) =>
            Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(Math.Tau * random.Unit());
    }

    private sealed record GaussianBlur(double Deviation) : Corruption("blur", FormattableString.Invariant($"deviation {Deviation} pixels"))
    {
        private readonly double[] _kernel = Kernel(Deviation);

        protected override void Write(ImageSet images, int n, int seed, Span<byte> target)
        {
            var (height, width, reach) = (images.Height, images.Width, _kernel.Length / 2);
            var rows = new double[height * width];
            for (var channel = 0; channel < images.Channels; channel++)
            {
                var plane = images.Image(n).Slice(channel * height * width, height * width);
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++)
                    {
                        double sum = 0;
                        for (var k = -reach; k <= reach; k++) sum += _kernel[k + reach] * plane[y * width + Math.Clamp(x + k, 0, width - 1)];
                        rows[y * width + x] = sum;
                    }
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++)
                    {
                        double sum = 0;
                        for (var k = -reach; k <= reach; k++) sum += _kernel[k + reach] * rows[Math.Clamp(y + k, 0, height - 1) * width + x];
                        target[(channel * height + y) * width + x] = Pixel(sum);
                    }
            }
        }

        // Cut off at four deviations, as scipy.ndimage.gaussian_filter does.
        private static double[] Kernel(double deviation)
        {
            var reach = (int)(4 * deviation + .5);
            double[] kernel = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(k => Math.Exp(-.5 * k * k / (deviation * deviation)))];
            var sum = kernel.Sum();
            return [.. kernel.Select(weight => weight / sum)];
        }
    }
}
