using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number with libtorch's idea of its type: integers are Int64, floating-point numbers Float64, booleans Bool.</summary>
public sealed class Scalar : IDisposable
{
    private readonly Arg.Tag kind;
    private readonly long bits;

    internal Scalar(Arg.Tag kind, long bits) => (this.kind, this.bits) = (kind, bits);

    public static implicit operator Scalar(byte value) => value.ToScalar();
    public static implicit operator Scalar(sbyte value) => value.ToScalar();
    public static implicit operator Scalar(short value) => value.ToScalar();
    public static implicit operator Scalar(int value) => value.ToScalar();
    public static implicit operator Scalar(long value) => value.ToScalar();
    public static implicit operator Scalar(float value) => value.ToScalar();
    public static implicit operator Scalar(double value) => value.ToScalar();
    public static implicit operator Scalar(bool value) => value.ToScalar();

    public ScalarType Type => kind switch
    {
        Arg.Tag.Double => ScalarType.Float64,
        Arg.Tag.Bool => ScalarType.Bool,
        _ => ScalarType.Int64,
    };

    /// <summary>Nothing to release: a scalar lives in managed memory alone.</summary>
    public void Dispose() { }

    internal Arg AsArg() => Arg.OfScalar(kind, bits);
    internal double AsDouble() => kind == Arg.Tag.Double ? BitConverter.Int64BitsToDouble(bits) : bits;
    internal long AsInt64() => kind == Arg.Tag.Double ? (long)BitConverter.Int64BitsToDouble(bits) : bits;
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => new(Arg.Tag.Int, value);
    public static Scalar ToScalar(this sbyte value) => new(Arg.Tag.Int, value);
    public static Scalar ToScalar(this short value) => new(Arg.Tag.Int, value);
    public static Scalar ToScalar(this int value) => new(Arg.Tag.Int, value);
    public static Scalar ToScalar(this long value) => new(Arg.Tag.Int, value);
    public static Scalar ToScalar(this float value) => ToScalar((double)value);
    public static Scalar ToScalar(this double value) => new(Arg.Tag.Double, BitConverter.DoubleToInt64Bits(value));
    public static Scalar ToScalar(this bool value) => new(Arg.Tag.Bool, value ? 1 : 0);

    public static float ToSingle(this Scalar value) => (float)value.AsDouble();
    public static double ToDouble(this Scalar value) => value.AsDouble();
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.AsInt64();
    public static byte ToByte(this Scalar value) => (byte)value.AsInt64();
    public static short ToInt16(this Scalar value) => (short)value.AsInt64();
    public static int ToInt32(this Scalar value) => (int)value.AsInt64();
    public static long ToInt64(this Scalar value) => value.AsInt64();
    public static bool ToBoolean(this Scalar value) => value.AsDouble() != 0;
}
