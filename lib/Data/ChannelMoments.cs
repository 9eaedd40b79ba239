namespace EarlyExit.Data;

/// <summary>Mean and standard deviation per channel, exact: bytes are counted by value before anything is divided.</summary>
internal static class ChannelMoments
{
    public static (float[] Mean, float[] Std) Of(ImageSet images)
    {
        var mean = new float[images.Channels];
        var std = new float[images.Channels];
        for (var channel = 0; channel < images.Channels; channel++)
        {
            var counts = Histogram(images, channel);
            double total = 0, sum = 0, squares = 0;
            for (var value = 0; value < counts.Length; value++)
            {
                total += counts[value];
                sum += (double)counts[value] * value;
                squares += (double)counts[value] * value * value;
            }
            if (total == 0) throw new InvalidOperationException($"{images.Name} has no samples, so its channels have no mean.");
            var average = sum / total;
            var variance = squares / total - average * average;
            mean[channel] = (float)(average / 255);
            std[channel] = counts.Count(count => count > 0) == 1 ? 1f : (float)(Math.Sqrt(variance) / 255);
        }
        return (mean, std);
    }

    private static long[] Histogram(ImageSet images, int channel)
    {
        var counts = new long[256];
        var plane = images.Height * images.Width;
        for (var n = 0; n < images.Count; n++)
            foreach (var value in images.Image(n).Slice(channel * plane, plane))
                counts[value]++;
        return counts;
    }
}
