using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>
/// A phase on its way, as a file: a JSON header and named sections of bytes, each under a SHA-256. Reading one checks everything
/// and executes nothing.
/// </summary>
/// <param name="Identity">What determines the phase; a checkpoint is only resumed under the same.</param>
/// <param name="Position">Where the phase stands.</param>
/// <param name="Sections">Weights, optimiser state and best weights by name.</param>
internal sealed record Checkpoint(string Identity, PhasePosition Position, IReadOnlyDictionary<string, byte[]> Sections)
{
    private const int LongestHeader = 1 << 26;

    /// <summary>Every member has to be there; NaN and infinity, which the losses of untrained exits may be, are carried by name.</summary>
    internal static JsonSerializerOptions Format { get; } = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static ReadOnlySpan<byte> Magic => "EECKPT1\n"u8;

    private sealed record SectionHeader(string Name, int Length, string Sha256);

    private sealed record Header(string Identity, PhasePosition Position, IReadOnlyList<SectionHeader> Sections);

    /// <summary>Writes the file in one go, so that there is always a whole one.</summary>
    public void Save(string path)
    {
        var sections = Sections.Select(section => new SectionHeader(section.Key, section.Value.Length, Hash(section.Value))).ToArray();
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(Identity, Position, sections), Format);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Magic);
            stream.Write(SHA256.HashData(header));
            stream.Write(BitConverter.GetBytes(header.Length));
            stream.Write(header);
            foreach (var section in sections) stream.Write(Sections[section.Name]);
        });
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="CheckpointFormatException">Anything in it is not as written.</exception>
    public static Checkpoint Load(string path)
    {
        using var stream = File.OpenRead(path);
        if (!Read(Magic.Length, "the signature").AsSpan().SequenceEqual(Magic))
            throw new CheckpointFormatException(path, "it does not start with the signature EECKPT1");
        var hash = Read(SHA256.HashSizeInBytes, "the header's hash");
        var length = BitConverter.ToInt32(Read(sizeof(int), "the header's length"));
        if (length is < 2 or > LongestHeader)
            throw new CheckpointFormatException(path, $"its header is said to have {length} bytes, expected 2 to {LongestHeader}");
        var header = Read(length, "the header");
        if (!SHA256.HashData(header).AsSpan().SequenceEqual(hash))
            throw new CheckpointFormatException(path, "its header does not have the SHA-256 that was written with it");
        var content = Parse();
        var sections = new Dictionary<string, byte[]>();
        foreach (var section in content.Sections)
        {
            if (section is not { Length: >= 0 }) throw new CheckpointFormatException(path, $"its header names a section of {section?.Length.ToString() ?? "no"} bytes");
            var bytes = Read(section.Length, section.Name);
            if (Hash(bytes) != section.Sha256)
                throw new CheckpointFormatException(path, $"its section {section.Name} does not have the SHA-256 {section.Sha256} that the header names");
            if (!sections.TryAdd(section.Name, bytes)) throw new CheckpointFormatException(path, $"its header names the section {section.Name} twice");
        }
        if (stream.Position != stream.Length)
            throw new CheckpointFormatException(path, $"{stream.Length - stream.Position} bytes follow its last section");
        return new(content.Identity, content.Position, sections);

        Header Parse()
        {
            try
            {
                return JsonSerializer.Deserialize<Header>(header, Format) ?? throw new CheckpointFormatException(path, "its header is null");
            }
            catch (JsonException error)
            {
                throw new CheckpointFormatException(path, $"its header describes no checkpoint ({error.Message.TrimEnd('.')})");
            }
        }

        byte[] Read(int count, string what)
        {
            if (count > stream.Length - stream.Position)
                throw new CheckpointFormatException(path, $"it ends within {what}: {count} bytes expected, {stream.Length - stream.Position} left");
            var bytes = new byte[count];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>Where a phase stands, beside its tensors.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="LossSum">Sum of the losses since the epoch began.</param>
/// <param name="Stall">Where the stopping rule stands.</param>
/// <param name="Seconds">Time taken so far.</param>
/// <param name="Epochs">The epochs that are over.</param>
internal sealed record PhasePosition(int Step, double LossSum, StallState Stall, double Seconds, IReadOnlyList<EpochRecord> Epochs)
{
    public static PhasePosition Start { get; } = new(0, 0, StallState.Start, 0, []);
}

/// <summary>A checkpoint is damaged or belongs to another training.</summary>
public sealed class CheckpointFormatException(string path, string problem)
    : Exception($"{path} cannot be resumed: {problem}. Delete it to start the phase anew.")
{
    /// <summary>The file.</summary>
    public string Path => path;
}
