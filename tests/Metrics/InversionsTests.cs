using EarlyExit.Metrics;

namespace EarlyExit.Tests.Metrics;

/// <summary>Against counting all pairs, and where the number is known.</summary>
public class InversionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(400)]
    public void As_counted_pair_by_pair(int count)
    {
        var random = new Random(count);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(1 + count / 3))];
        long expected = 0;
        for (var i = 0; i < count; i++)
            for (var j = i + 1; j < count; j++)
                if (values[i] > values[j]) expected++;
        double[] sorted = [.. values.Order()];
        Assert.Equal(expected, Inversions.Count(values));
        Assert.Equal(sorted, values);
    }

    [Theory]
    [InlineData(100_001, 0)]
    [InlineData(100_001, 1)]
    [InlineData(100_001, 40_000)]
    [InlineData(131_072, 65_536)]
    public void A_rotation_has_one_for_each_pair_that_it_parts(int count, int by)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(k => (double)((k + by) % count))];
        Assert.Equal((long)by * (count - by), Inversions.Count(values));
    }

    [Fact]
    public void Falling_numbers_are_all_out_of_order() =>
        Assert.Equal(70_000L * 69_999 / 2, Inversions.Count([.. Enumerable.Range(0, 70_000).Select(k => -(double)k)]));
}
