using System.Globalization;
using System.Text;
using EarlyExit.Charts.Display;

namespace EarlyExit.Charts.Static;

/// <summary>A corner and a size, in pixels.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    internal double Right => Left + Width;

    internal double Bottom => Top + Height;
}

/// <summary>How a line looks; dashes as plotly names them.</summary>
internal readonly record struct Pen(string Colour, double Width, string Dash = "solid")
{
    internal string Attributes => Width <= 0 ? "" : $" stroke=\"{Markup.Escape(Colour)}\" stroke-width=\"{Svg.Number(Width)}\"{Dashes}";

    private string Dashes => Dash switch
    {
        "dash" => " stroke-dasharray=\"8 5\"",
        "dot" => " stroke-dasharray=\"1.5 4\" stroke-linecap=\"round\"",
        "dashdot" => " stroke-dasharray=\"9 4 2 4\"",
        "longdash" => " stroke-dasharray=\"14 6\"",
        _ => "",
    };
}

/// <summary>Writes an SVG picture. Coordinates are pixels with one decimal, so that the same data give the same bytes.</summary>
internal sealed class Svg(int width, int height)
{
    private readonly StringBuilder _body = new();

    internal static string Number(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    internal void Rect(Box box, string fill, string attributes = "") => _body.Append(
        $"<rect x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\" fill=\"{Markup.Escape(fill)}\"{attributes}/>\n");

    internal void Line(double x1, double y1, double x2, double y2, Pen pen) => _body.Append(
        $"<line x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\"{pen.Attributes}/>\n");

    internal void Path(string data, string fill, Pen pen = default, string attributes = "")
    {
        if (data.Length > 0) _body.Append($"<path d=\"{data}\" fill=\"{Markup.Escape(fill)}\"{pen.Attributes}{attributes}/>\n");
    }

    /// <summary>A text on a base line at y; the anchor (start, middle or end) says which part of it lies at x.</summary>
    internal void Text(double x, double y, string text, int size, string fill, string anchor = "start", bool bold = false, int turn = 0)
    {
        if (text.Length == 0) return;
        var turned = turn == 0 ? "" : $" transform=\"rotate({Number(turn)} {Number(x)} {Number(y)})\"";
        _body.Append($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" font-size=\"{size}\" fill=\"{Markup.Escape(fill)}\" text-anchor=\"{anchor}\"");
        _body.Append($"{(bold ? " font-weight=\"bold\"" : "")}{turned}>{Markup.Escape(text)}</text>\n");
    }

    /// <summary>Everything drawn until <see cref="Close"/> is cut off at the box.</summary>
    internal void Clip(string name, Box box)
    {
        _body.Append($"<clipPath id=\"{name}\"><rect x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" ");
        _body.Append($"width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\"/></clipPath>\n<g clip-path=\"url(#{name})\">\n");
    }

    /// <summary>Everything drawn until <see cref="Close"/> is see-through.</summary>
    internal void Fade(double opacity) => _body.Append($"<g opacity=\"{Math.Round(opacity, 3).ToString(CultureInfo.InvariantCulture)}\">\n");

    internal void Close() => _body.Append("</g>\n");

    internal string Finish(string title) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" "
        + $"font-family=\"{Markup.Escape(Style.FontFamily)}\" role=\"img\">\n<title>{Markup.Escape(title)}</title>\n"
        + $"<rect x=\"0.5\" y=\"0.5\" width=\"{width - 1}\" height=\"{height - 1}\" rx=\"6\" fill=\"{Style.Card}\" stroke=\"{Style.Grid}\"/>\n{_body}</svg>\n";
}
