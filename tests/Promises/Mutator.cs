using System.Buffers.Binary;
using System.Text;

namespace EarlyExit.Tests.Promises;

/// <summary>Damaged copies of a file. Which one the n-th is depends on the seed and n alone.</summary>
internal static class Mutator
{
    private static readonly long[] Extremes = [0, 1, -1, 2, 127, 128, 255, 256, short.MaxValue, short.MinValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1 << 20, 1 << 30];

    private static readonly byte[][] Tokens =
    [
        .. new[] { "{", "}", "[", "]", "\"", "'", ",", ":", "\\", "\\u0000", "null", "true", "NaN", "-Infinity", "1e999", "-1", "0", "99999999999999999999", "\n", "\r\n", "\t", "\0", "\uFEFF", "../", "/etc/passwd", "%s", "(", ")", "False", "True", "'|O'", "'>f4'", "PK\u0003\u0004" }
            .Select(Encoding.UTF8.GetBytes),
        [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x1F, 0x8B],
    ];

    /// <summary>One to a few changes at random places.</summary>
    public static byte[] Mutate(byte[] sample, int seed, int n)
    {
        var random = new Random(HashCode(seed, n));
        var bytes = new List<byte>(sample.Length + 64);
        bytes.AddRange(sample);
        do Change(bytes, random);
        while (random.Next(3) > 0);
        return [.. bytes];
    }

    /// <summary>The sample cut off at every length below its own.</summary>
    public static IEnumerable<byte[]> Cuts(byte[] sample) => Enumerable.Range(0, sample.Length).Select(length => sample[..length]);

    /// <summary>Every place overwritten with extreme numbers of one, two, four and eight bytes, of both byte orders.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="stride">1 for every place, more for every so many.</param>
    public static IEnumerable<byte[]> Extreme(byte[] sample, int stride) =>
        from at in Enumerable.Range(0, sample.Length)
        where at < 64 ? at % Math.Min(stride, 4) == 0 : at % stride == 0
        from width in (int[])[1, 2, 4, 8]
        where at + width <= sample.Length
        from value in Extremes
        from little in (bool[])[true, false]
        where width > 1 || little
        select With(sample, at, width, value, little);

    private static byte[] With(byte[] sample, int at, int width, long value, bool little)
    {
        var copy = (byte[])sample.Clone();
        Write(copy.AsSpan(at, width), value, little);
        return copy;
    }

    private static void Write(Span<byte> to, long value, bool little)
    {
        Span<byte> all = stackalloc byte[8];
        if (little) BinaryPrimitives.WriteInt64LittleEndian(all, value);
        else BinaryPrimitives.WriteInt64BigEndian(all, value);
        (little ? all[..to.Length] : all[^to.Length..]).CopyTo(to);
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var some = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(4) == 0 ? bytes.Count + 1 : 8));
        switch (random.Next(10))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2 or 3:
                var number = new byte[1 << random.Next(4)];
                Write(number, Extremes[random.Next(Extremes.Length)] + random.Next(-1, 2), random.Next(2) == 0);
                for (var k = 0; k < number.Length && at + k < bytes.Count; k++) bytes[at + k] = number[k];
                break;
            case 4: bytes.RemoveRange(at, some); break;
            case 5: bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, some)); break;
            case 6 when random.Next(4) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
            case 7: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
            case 8:
                var token = Tokens[random.Next(Tokens.Length)];
                for (var k = 0; k < token.Length && at + k < bytes.Count; k++) bytes[at + k] = token[k];
                break;
            default: if (random.Next(4) == 0) bytes.AddRange(Enumerable.Range(0, 1 + random.Next(16)).Select(_ => (byte)random.Next(256))); break;
        }
    }

    private static int HashCode(int seed, int n) => unchecked(seed * 486187739 + n * 16777619 + 40503);
}
