using System.Globalization;
using System.Text.Json.Nodes;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Host;

public class ValueDisplayTests
{
    [Fact]
    public void A_type_with_formatters_is_shown_in_each_preferred_type()
    {
        var data = ValueDisplay.Of(new Figure("a < b"));
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html"], data.Keys);
        Assert.Equal("a < b", (string?)data["application/vnd.plotly.v1+json"]["title"]);
        Assert.Equal("<img alt=\"a < b\"/>", (string?)data["text/html"]);
    }

    [Fact]
    public void A_derived_type_is_shown_as_its_base() => Assert.Equal(2, ValueDisplay.Of(new WideFigure()).Count);

    [Fact]
    public void A_type_without_formatters_may_have_ToHtml() =>
        Assert.Equal("<b>3</b>", (string?)Assert.Single(ValueDisplay.Of(new Bold(3))).Value);

    [Fact]
    public void Everything_else_is_text_that_does_not_depend_on_the_machines_language()
    {
        Assert.Equal("1234.5", (string?)ValueDisplay.Of(1234.5)[Mime.Text]);
        Assert.Equal("Point { X = 1, Y = 2 }", (string?)ValueDisplay.Of(new Point(1, 2))[Mime.Text]);
        Assert.Equal("List<double>(1) { 0.5 }", (string?)ValueDisplay.Of(new List<double> { .5 })[Mime.Text]);
    }

    private sealed record Point(int X, int Y);

    private sealed class Bold(int value)
    {
        public string ToHtml() => string.Create(CultureInfo.InvariantCulture, $"<b>{value}</b>");
    }

    [TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = ["text/html", "application/vnd.plotly.v1+json"])]
    private class Figure(string title)
    {
        public string Title => title;
    }

    private sealed class WideFigure() : Figure("wide");

    private sealed class FigureFormatters
    {
        public IEnumerable<object> CreateTypeFormatters() =>
        [
            new Formatter("text/html", figure => $"<img alt=\"{figure.Title}\"/>"),
            new Formatter("application/vnd.plotly.v1+json", figure => new JsonObject { ["title"] = figure.Title }.ToJsonString()),
            new Formatter("text/plain", figure => figure.Title),
        ];
    }

    private sealed class Formatter(string mime, Func<Figure, string> format)
    {
        public string MimeType => mime;

        public bool Format(object value, TextWriter writer)
        {
            if (value is not Figure figure) return false;
            writer.Write(format(figure));
            return true;
        }
    }

    // Read by its name alone; this one stands for whichever assembly declares it.
    [AttributeUsage(AttributeTargets.Class, Inherited = false)]
    private sealed class TypeFormatterSourceAttribute(Type source) : Attribute
    {
        public Type Source => source;

        public string[]? PreferredMimeTypes { get; set; }
    }
}
