namespace TorchSharp.Utils;

/// <summary>Non-negative integers in seven bits a byte, the lowest first, the eighth bit saying that more follow.</summary>
internal static class LEB128Codec
{
    public static void Encode(this BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    /// <exception cref="FormatException">More than 63 bits.</exception>
    public static long Decode(this BinaryReader reader)
    {
        var value = reader.Read7BitEncodedInt64();
        return value >= 0 ? value : throw new FormatException($"A size of {value} was found.");
    }
}
