namespace EarlyExit.Exits;

/// <summary>A file of outputs is damaged or holds something else than outputs.</summary>
/// <param name="file">The file.</param>
/// <param name="key">The key of the array in it, or an empty text where the whole file is meant.</param>
/// <param name="found">What is there.</param>
/// <param name="expected">What should be there.</param>
/// <param name="inner">What went wrong underneath, if anything.</param>
public sealed class OutputsFormatException(string file, string key, string found, string expected, Exception? inner = null)
    : FormatException(key.Length > 0 ? $"{file}, key '{key}': {found}, expected {expected}." : $"{file}: {found}, expected {expected}.", inner)
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>The key of the array in it, or an empty text where the whole file is meant.</summary>
    public string Key { get; } = key;

    /// <summary>What is there.</summary>
    public string Found { get; } = found;

    /// <summary>What should be there.</summary>
    public string Expected { get; } = expected;
}
