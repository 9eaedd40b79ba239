namespace EarlyExit.Tests.Promises;

/// <summary>A format of files, a small whole sample of it, and what reads it.</summary>
/// <param name="Name">What counts and messages call it.</param>
/// <param name="Load">Reads the sample's folder as the workbook does.</param>
/// <param name="Files">The files of the sample.</param>
internal sealed record FileFormat(string Name, Action<string> Load, params IReadOnlyList<(string Name, byte[] Bytes)> Files)
{
    /// <summary>The exceptions that a damaged file may be refused with, naming it; everything else is a fault.</summary>
    public IReadOnlyList<Type> Refusals { get; init; } = [];

    /// <summary>Whether TorchSharp or Microsoft.Data.Analysis reads it: only their subsets in compat/ promise how they refuse.</summary>
    public bool IsOfPackage { get; init; }

    /// <summary>From what is mutated to what is written: compresses it, or renews a checksum, so that mutations come past it. Only for the first file.</summary>
    public Func<byte[], byte[]> Pack { get; init; } = bytes => bytes;

    /// <summary>Whether a file that is cut off, or goes on, can be a whole one, as text can.</summary>
    public bool HasNoEnd { get; init; }

    /// <summary>Mutations of a long run. A format that comes twice, as it lies on disk and before it is packed, has half of them each.</summary>
    public int LongInputs { get; init; } = 200_000;

    /// <summary>The most bytes that loading may allocate for each byte of the files, after the first <see cref="Free"/>.</summary>
    public double MostPerByte { get; init; } = 64;

    /// <summary>Bytes that loading may allocate whatever the file: buffers, messages, error reports.</summary>
    public const long Free = 1 << 20;

    public override string ToString() => Name;
}
