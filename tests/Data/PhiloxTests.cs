using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

public sealed class PhiloxTests
{
    /// <summary>The known answers of the generator's authors (Random123, kat_vectors, philox4x32 with 10 rounds).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void BlocksEqualThePublishedOnes(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void BitsComeBlockAfterBlock()
    {
        var random = new Philox(1, 2, 3);
        for (var block = 0u; block < 3; block++)
        {
            var (x0, x1, x2, x3) = Philox.Block(block, 3, 0, 0, 1, 2);
            Assert.Equal([x0, x1, x2, x3], [random.Bits(), random.Bits(), random.Bits(), random.Bits()]);
        }
    }

    [Fact]
    public void NoiseHasMeanZeroAndDeviationOne()
    {
        var random = new Philox(1, 0, 0);
        var values = Enumerable.Range(0, 100_000).Select(_ => (double)random.Noise()).ToArray();
        Assert.InRange(values.Average(), -.015, .015);
        Assert.InRange(values.Average(v => v * v), .98, 1.02);
    }

    [Fact]
    public void BelowIsUniform()
    {
        var random = new Philox(5, 0, 0);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Below(7)]++;
        var chiSquare = counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000);
        Assert.True(chiSquare < 22.5, $"chi square {chiSquare} with 6 degrees of freedom"); // p = .001
    }
}
