using System.Numerics;

namespace EarlyExit.Data;

/// <summary>
/// Philox4x32-10, a counter-based random generator (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
/// Key and stream select a sequence directly, so that sample n can be drawn by any thread, in any order, and sequences
/// of different keys or streams share no block.
/// </summary>
internal struct Philox(uint key0, uint key1, uint stream)
{
    private uint _block;
    private uint _left;
    private uint _x0, _x1, _x2, _x3;

    /// <summary>Ten rounds on a counter of four words under a key of two.</summary>
    public static (uint, uint, uint, uint) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < 10; round++)
        {
            var high0 = Math.BigMul(0xD2511F53u, c0);
            var high1 = Math.BigMul(0xCD9E8D57u, c2);
            (c0, c1, c2, c3) = ((uint)(high1 >> 32) ^ c1 ^ k0, (uint)high1, (uint)(high0 >> 32) ^ c3 ^ k1, (uint)high0);
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>32 random bits.</summary>
    public uint Bits()
    {
        if (_left == 0)
        {
            (_x0, _x1, _x2, _x3) = Block(_block++, stream, 0, 0, key0, key1);
            _left = 4;
        }
        return _left-- switch { 4 => _x0, 3 => _x1, 2 => _x2, _ => _x3 };
    }

    /// <summary>Uniform in [0, 1).</summary>
    public float Unit() => (Bits() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [low, high).</summary>
    public float Between(float low, float high) => low + (high - low) * Unit();

    /// <summary>Uniform in [-1, 1).</summary>
    public float Signed() => Between(-1, 1);

    /// <summary>Uniform in 0, ..., bound - 1; the bias of at most bound / 2^32 does not matter here.</summary>
    public int Below(int bound) => (int)(((ulong)Bits() * (uint)bound) >> 32);

    /// <summary>Brings the values into one of all orders, each as likely.</summary>
    public void Shuffle(Span<int> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>A unit vector of uniform direction.</summary>
    public Vector2 Direction()
    {
        var (sin, cos) = Math.SinCos(Math.Tau * Unit());
        return new((float)cos, (float)sin);
    }

    /// <summary>Mean 0, deviation 1, nearly normal: four uniform bytes added up, far cheaper than an exact normal and the same to the eye.</summary>
    public float Noise()
    {
        var bits = Bits();
        var sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);
        return (sum - 510f) * (1f / 147.8f);
    }
}
