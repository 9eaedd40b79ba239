namespace EarlyExit.Host.Insight;

/// <summary>How far a console indents the line after unfinished code.</summary>
internal static class Indentation
{
    private const string Step = "    ";

    /// <summary>That of the last line, and one step more where it opens a block.</summary>
    public static string After(string code)
    {
        var line = code.TrimEnd().Split('\n')[^1];
        var indent = line[..^line.TrimStart().Length];
        return line is [.., '{' or '(' or '['] ? indent + Step : indent;
    }
}
