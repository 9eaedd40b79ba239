namespace EarlyExit.Data;

/// <summary>A file is not what its format says. The message names the file, the byte offset, what is there and what was expected.</summary>
public sealed class DataFormatException(string file, long offset, string found, string expected) :
    Exception($"{file}: at byte {offset} found {found}, expected {expected}.")
{
    /// <summary>The file that could not be read.</summary>
    public string File { get; } = file;

    /// <summary>Where in the uncompressed content the trouble starts, in bytes.</summary>
    public long Offset { get; } = offset;

    /// <summary>What is there.</summary>
    public string Found { get; } = found;

    /// <summary>What the format asks for.</summary>
    public string Expected { get; } = expected;
}
