using System.Text;
using System.Text.Json.Nodes;
using EarlyExit.Charts.Display;
using EarlyExit.Charts.Static;
using GenericChart = Plotly.NET.GenericChart;

namespace EarlyExit.Charts;

/// <summary>
/// A chart with a title that says what it shows. Viewers with plotly get it live; everywhere else, GitHub included, a picture of the same data
/// stands in its place. The picture is drawn here, in C#, from the chart's own JSON: a browser that draws it would be a dependency of hundreds
/// of megabytes and seconds for each figure, and its bytes would change with its version.
/// </summary>
[TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = [Mime.Plotly, Mime.Html])]
public sealed class Figure : IHtml
{
    private readonly JsonObject _chart;

    /// <summary>Shows a chart.</summary>
    /// <param name="chart">A Plotly.NET chart, best made without its defaults (<c>UseDefaults: false</c>): the look is <see cref="Style"/>'s.</param>
    /// <param name="title">The takeaway in a sentence, computed from the data.</param>
    /// <param name="description">What is drawn, for readers who cannot see it.</param>
    public Figure(GenericChart chart, string title, string description)
        : this(FigureData.Tidy(GenericChart.toFigureJson(chart)), title, description)
    {
    }

    private Figure(JsonObject chart, string title, string description) => (_chart, Title, Description) = (chart, title, description);

    /// <summary>What the figure shows, in a sentence.</summary>
    public string Title { get; }

    /// <summary>What is drawn.</summary>
    public string Description { get; }

    /// <summary>What a screen reader says: the takeaway, then what is drawn.</summary>
    public string Alt => $"{Title.TrimEnd('.')}. {Description}";

    /// <summary>The same figure with a takeaway of one's own.</summary>
    public Figure Titled(string title) => new(_chart, title, Description);

    /// <summary>A figure of data and layout put together here; as text and back, since numbers set from C# can be read as that type alone.</summary>
    internal static Figure Of(JsonObject chart, string title, string description) =>
        new(JsonNode.Parse(chart.ToJsonString())!.AsObject(), title, description);

    /// <summary>Data and layout, to be changed at will.</summary>
    internal JsonObject ToChart() => _chart.DeepClone().AsObject();

    /// <summary>The same figure with something changed that the C# flavour of Plotly.NET has no parameter for.</summary>
    internal Figure With(Action<JsonObject> change)
    {
        var chart = ToChart();
        change(chart);
        return Of(chart, Title, Description);
    }

    /// <summary>The figure as plotly.js takes it: data and layout, with title and look.</summary>
    public string ToPlotlyJson() => LiveFigure.Of(_chart, Title).ToJsonString();

    /// <summary>The figure as an SVG picture, the same bytes for the same data.</summary>
    public string ToSvg() => Picture.Draw(_chart, Title);

    /// <summary>The picture as an image that needs no script and no network.</summary>
    public string ToHtml()
    {
        var size = FigureData.Size(_chart);
        return $"<img alt=\"{Markup.Escape(Alt)}\" width=\"{size.Width}\" height=\"{size.Height}\" style=\"max-width:100%;height:auto\" "
            + $"src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(ToSvg()))}\" />";
    }

    /// <inheritdoc/>
    public override string ToString() => Alt;
}
