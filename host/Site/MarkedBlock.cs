using EarlyExit.Workbook;

namespace EarlyExit.Host.Site;

/// <summary>A part of a Markdown file that is made, between two marks.</summary>
/// <param name="Begin">The comment before it.</param>
/// <param name="End">The comment after it.</param>
internal sealed record MarkedBlock(string Begin, string End)
{
    /// <summary>Replaces what is between the marks.</summary>
    /// <param name="file">The Markdown file.</param>
    /// <param name="content">Whole lines.</param>
    /// <exception cref="UsageException">A mark is missing.</exception>
    public void Replace(string file, string content)
    {
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new UsageException($"{Path.GetFileName(file)} lacks the marks '{Begin}' and '{End}', in this order.");
        AtomicFile.WriteText(file, $"{text[..(begin + Begin.Length)]}\n{content}{text[end..]}");
    }
}
