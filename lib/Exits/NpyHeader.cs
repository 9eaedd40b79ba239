using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EarlyExit.Exits;

/// <summary>The header of an array in NumPy's <c>.npy</c> format, versions 1 to 3: element type and shape, C order.</summary>
/// <param name="Type">NumPy's name of the element type, one of <see cref="Types"/>.</param>
/// <param name="Shape">Lengths of the dimensions.</param>
internal sealed partial record NpyHeader(string Type, int[] Shape)
{
    public const string Half = "<f2", Single = "<f4", Double = "<f8", Int32 = "<i4", Int64 = "<i8", Byte = "|u1";

    // NumPy's own limit; also bounds what a damaged length field can make us read.
    private const int LongestText = 10_000;
    private const int Alignment = 64;
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    public static IReadOnlyList<string> Types { get; } = [Half, Single, Double, Int32, Int64, Byte];

    public int ItemBytes => Type[2] - '0';

    public UInt128 Items => Shape.Aggregate(UInt128.One, (product, length) => product * (UInt128)length);

    /// <summary>Reads a header and leaves the stream at the first element.</summary>
    /// <returns>The header and the number of bytes that it took.</returns>
    /// <exception cref="OutputsFormatException">It is no header, or the array is one that cannot be read.</exception>
    public static (NpyHeader Header, int Bytes) Read(Stream stream, string file, string key)
    {
        var start = new byte[Magic.Length + 2];
        ReadExactly(start);
        if (!start.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw Error($"starts with the bytes {Convert.ToHexString(start)}", "a NumPy array");
        var version = start[Magic.Length];
        if (version is < 1 or > 3) throw Error($".npy version {version}", "1, 2 or 3");
        var lengthBytes = new byte[version == 1 ? 2 : 4];
        ReadExactly(lengthBytes);
        var length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestText) throw Error($"a header of {length} bytes", $"at most {LongestText}");
        var text = new byte[length];
        ReadExactly(text);
        return (Parse(Encoding.UTF8.GetString(text), Error), start.Length + lengthBytes.Length + text.Length);

        void ReadExactly(byte[] buffer)
        {
            if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
                throw Error("the data end inside the array's header", "a whole NumPy array");
        }

        OutputsFormatException Error(string found, string expected) => new(file, key, found, expected);
    }

    /// <summary>Writes the header as NumPy does: version 1, padded so that the elements start at a multiple of 64 bytes.</summary>
    public void Write(Stream stream)
    {
        var shape = string.Join(", ", Shape) + (Shape.Length == 1 ? "," : "");
        var text = $"{{'descr': '{Type}', 'fortran_order': False, 'shape': ({shape}), }}";
        var before = Magic.Length + 2 + 2;
        var padded = (before + text.Length + Alignment) / Alignment * Alignment - before;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)padded));
        stream.Write([.. Magic, 1, 0, .. length, .. Encoding.ASCII.GetBytes(text.PadRight(padded - 1)), (byte)'\n']);
    }

    public override string ToString() => $"{Type} [{string.Join(", ", Shape)}]";

    private static NpyHeader Parse(string text, Func<string, string, OutputsFormatException> error)
    {
        const string Expected = "a header such as {'descr': '<f4', 'fortran_order': False, 'shape': (6, 100, 10), }";
        var match = Dictionary().Match(text);
        if (!match.Success) throw error($"the header {Shown(text)}", Expected);
        var pairs = new Dictionary<string, string>();
        foreach (var (name, value) in match.Groups["name"].Captures.Zip(match.Groups["value"].Captures))
            if (!pairs.TryAdd(name.Value, value.Value)) throw error($"'{name.Value}' twice in the header", "it once");
        if (pairs.Count != 3 || !pairs.TryGetValue("descr", out var type) || !pairs.TryGetValue("fortran_order", out var fortran)
            || !pairs.TryGetValue("shape", out var shape) || !shape.StartsWith('('))
            throw error($"the header {Shown(text)}", Expected);
        if (!Types.Contains(type.Trim('\'')))
            throw error($"elements of type {Shown(type)}{Remark(type)}", $"one of {string.Join(", ", Types)}");
        if (fortran != "False") throw error("an array in Fortran order", "C order (numpy.ascontiguousarray)");
        return new NpyHeader(type.Trim('\''), Lengths(shape, error));
    }

    private static int[] Lengths(string shape, Func<string, string, OutputsFormatException> error)
    {
        var lengths = shape.Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lengths.Length > 4) throw error($"the shape {Shown(shape)}", "at most 4 dimensions");
        return [.. lengths.Select(length =>
            int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= Array.MaxLength
                ? value
                : throw error($"the shape {Shown(shape)}", $"lengths from 0 to {Array.MaxLength}"))];
    }

    private static string Remark(string type) => type switch
    {
        _ when type.Contains('O') => " (Python objects, which would need a pickle)",
        _ when type.StartsWith("'>") => " (big-endian)",
        _ => "",
    };

    private static string Shown(string text) => text.Length > 200 ? text[..200].Trim() + "..." : text.Trim();

    [GeneratedRegex("""^\{\s*('(?<name>\w*)'\s*:\s*(?<value>'[^']*'|True|False|\([\d, ]*\)|\[[^\]]*\])\s*(,\s*|(?=\})))*\}\s*$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Dictionary();
}
