using System.Security.Cryptography;
using System.Text;
using EarlyExit.Workbook;

namespace EarlyExit.Analysis;

/// <summary>
/// Rows of numbers on disk, for computations that are too long to begin again. The file's name ends in the hash of everything that
/// determines the numbers; it is written as a whole after every row and carries its own hash, and one that is damaged counts as absent.
/// </summary>
internal sealed class SavedRows
{
    private readonly string? _path;
    private readonly byte[] _identity;
    private readonly double[]?[] _rows;
    private readonly int _width;

    /// <param name="folder">Where the file is; null keeps rows in memory only.</param>
    /// <param name="words">What the file's name begins with.</param>
    /// <param name="key">Everything that determines the numbers.</param>
    /// <param name="rows">How many rows there are to be.</param>
    /// <param name="width">Numbers of a row.</param>
    public SavedRows(string? folder, string words, string key, int rows, int width)
    {
        _identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{rows} rows of {width}"));
        var name = string.Concat(words.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' ? c : '-'));
        _path = folder is null ? null : Path.Combine(folder, $"{name}_{Convert.ToHexStringLower(_identity)[..16]}.rows");
        _width = width;
        _rows = Read(rows) ?? new double[]?[rows];
    }

    private static ReadOnlySpan<byte> Magic => "EEROWS1\n"u8;

    /// <summary>Number of rows, present or not.</summary>
    public int Count => _rows.Length;

    /// <summary>A row, or null where it has not been computed.</summary>
    public double[]? this[int row] => _rows[row];

    /// <summary>Keeps a row.</summary>
    public void Add(int row, double[] values)
    {
        _rows[row] = values.Length == _width ? values : throw new ArgumentException($"A row of {values.Length} numbers, expected {_width}.", nameof(values));
        if (_path is null) return;
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(_identity);
            foreach (var one in _rows)
            {
                writer.Write(one is not null);
                foreach (var value in one ?? []) writer.Write(value);
            }
        }
        var bytes = content.ToArray();
        AtomicFile.Write(_path, stream =>
        {
            stream.Write(bytes);
            stream.Write(SHA256.HashData(bytes));
        });
    }

    private double[]?[]? Read(int rows)
    {
        if (_path is null || !File.Exists(_path)) return null;
        var bytes = File.ReadAllBytes(_path);
        var length = bytes.Length - SHA256.HashSizeInBytes;
        if (length < Magic.Length + _identity.Length || !SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length))) return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, length));
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || !reader.ReadBytes(_identity.Length).AsSpan().SequenceEqual(_identity)) return null;
        var read = new double[]?[rows];
        for (var row = 0; row < rows; row++)
            if (reader.ReadBoolean())
                read[row] = [.. Enumerable.Range(0, _width).Select(_ => reader.ReadDouble())];
        return read;
    }
}
