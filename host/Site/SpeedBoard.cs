namespace EarlyExit.Host.Site;

/// <summary>The README's table of speed, the one that <c>./workbook bench --publish</c> has written to bench/results.</summary>
internal static class SpeedBoard
{
    private static readonly MarkedBlock Block = new("<!-- speed: made by ./workbook bench --publish from bench/results -->", "<!-- end of speed -->");

    /// <summary>Replaces the table of a Markdown file.</summary>
    /// <exception cref="UsageException">A mark is missing.</exception>
    public static void Update(string readme, string table) => Block.Replace(readme, File.ReadAllText(table));
}
