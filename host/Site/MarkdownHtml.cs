using EarlyExit.Host.Notebooks;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace EarlyExit.Host.Site;

/// <summary>Markdown cells as HTML; links to notebooks and to texts of docs/ become links to their pages.</summary>
public static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseMathematics().UseAutoIdentifiers().UseEmphasisExtras().UseFootnotes().Build();

    public static string Of(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
            if (link.Url is { } url && !url.Contains(':') && Path.GetExtension(url) is ".ipynb" or ".md")
                link.Url = Path.GetFileNameWithoutExtension(link.Url) + ".html";
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineMath());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new DisplayedMath());
        renderer.Render(document);
        return SafeHtml.Clean(writer.ToString());
    }

    /// <summary>The inside of a heading, such as a notebook's title.</summary>
    public static string Inline(string heading)
    {
        var html = Of("# " + heading);
        var start = html.IndexOf('>') + 1;
        return html[start..html.LastIndexOf("</h1>", StringComparison.Ordinal)];
    }

    private sealed class InlineMath : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline math) =>
            renderer.Write(math.DelimiterCount > 1 ? "<span class=\"math displayed\">" : "<span class=\"math\">").Write(MathHtml.Of(math.Content.ToString())).Write("</span>");
    }

    private sealed class DisplayedMath : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock math) =>
            renderer.Write("<div class=\"math displayed\">").Write(MathHtml.Of(math.Lines.ToString())).Write("</div>").WriteLine();
    }
}
