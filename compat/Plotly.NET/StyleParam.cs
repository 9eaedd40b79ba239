using Plotly.NET.Compat;

namespace Plotly.NET;

/// <summary>plotly's named values, as C# sees the unions of the original: a static property for each case, New... for cases with data.</summary>
public static class StyleParam
{
    // These only fill their places in parameter lists: no figure sets them.
    public sealed class CategoryOrder { private CategoryOrder() { } }
    public sealed class ConstraintOperation { private ConstraintOperation() { } }
    public sealed class ContourColoring { private ContourColoring() { } }
    public sealed class ContourType { private ContourType() { } }
    public sealed class EntryWidthMode { private EntryWidthMode() { } }
    public sealed class GroupNorm { private GroupNorm() { } }
    public sealed class HistFunc { private HistFunc() { } }
    public sealed class LayoutGridXSide { private LayoutGridXSide() { } }
    public sealed class LayoutGridYSide { private LayoutGridYSide() { } }
    public sealed class Mirror { private Mirror() { } }
    public sealed class PatternShape { private PatternShape() { } }
    public sealed class SmoothAlg { private SmoothAlg() { } }
    public sealed class TraceGroupClickOptions { private TraceGroupClickOptions() { } }
    public sealed class TraceItemClickOptions { private TraceItemClickOptions() { } }
    public sealed class TraceItemSizing { private TraceItemSizing() { } }
    public sealed class TraceOrder { private TraceOrder() { } }
    public sealed class VerticalAlign { private VerticalAlign() { } }

    /// <summary>What a scatter trace draws.</summary>
    public sealed class Mode : Named
    {
        private Mode(string name) : base(name) { }

        public static Mode None { get; } = new("none");
        public static Mode Lines { get; } = new("lines");
        public static Mode Lines_Markers { get; } = new("lines+markers");
        public static Mode Lines_Text { get; } = new("lines+text");
        public static Mode Lines_Markers_Text { get; } = new("lines+markers+text");
        public static Mode Markers { get; } = new("markers");
        public static Mode Markers_Text { get; } = new("markers+text");
        public static Mode Text { get; } = new("text");
    }

    /// <summary>How a line is dashed.</summary>
    public sealed class DrawingStyle : Named
    {
        private DrawingStyle(string name) : base(name) { }

        public static DrawingStyle Solid { get; } = new("solid");
        public static DrawingStyle Dash { get; } = new("dash");
        public static DrawingStyle Dot { get; } = new("dot");
        public static DrawingStyle DashDot { get; } = new("dashdot");
        public static DrawingStyle LongDash { get; } = new("longdash");
    }

    /// <summary>What a scatter trace fills.</summary>
    public sealed class Fill : Named
    {
        private Fill(string name) : base(name) { }

        public static Fill ToZero_y { get; } = new("tozeroy");
        public static Fill ToNext_y { get; } = new("tonexty");
        public static Fill ToSelf { get; } = new("toself");
    }

    /// <summary>Where text lies beside its point.</summary>
    public sealed class TextPosition : Named
    {
        private TextPosition(string name) : base(name) { }

        public static TextPosition TopLeft { get; } = new("top left");
        public static TextPosition TopCenter { get; } = new("top center");
        public static TextPosition TopRight { get; } = new("top right");
        public static TextPosition MiddleLeft { get; } = new("middle left");
        public static TextPosition MiddleCenter { get; } = new("middle center");
        public static TextPosition MiddleRight { get; } = new("middle right");
        public static TextPosition BottomLeft { get; } = new("bottom left");
        public static TextPosition BottomCenter { get; } = new("bottom center");
        public static TextPosition BottomRight { get; } = new("bottom right");
        public static TextPosition Inside { get; } = new("inside");
        public static TextPosition Outside { get; } = new("outside");
    }

    /// <summary>The shape of a point.</summary>
    public sealed class MarkerSymbol : Named
    {
        private MarkerSymbol(string name) : base(name) { }

        public static MarkerSymbol Circle { get; } = new("0");
        public static MarkerSymbol Square { get; } = new("1");
        public static MarkerSymbol Diamond { get; } = new("2");
        public static MarkerSymbol Cross { get; } = new("3");
        public static MarkerSymbol X { get; } = new("4");
        public static MarkerSymbol TriangleUp { get; } = new("5");
        public static MarkerSymbol TriangleDown { get; } = new("6");
    }

    /// <summary>Lying or standing.</summary>
    public sealed class Orientation : Named
    {
        private Orientation(string name) : base(name) { }

        public static Orientation Horizontal { get; } = new("h");
        public static Orientation Vertical { get; } = new("v");
    }

    /// <summary>How an axis maps its values.</summary>
    public sealed class AxisType : Named
    {
        private AxisType(string name) : base(name) { }

        public static AxisType Linear { get; } = new("linear");
        public static AxisType Log { get; } = new("log");
        public static AxisType Category { get; } = new("category");
    }

    /// <summary>What the bars of a histogram add up to.</summary>
    public sealed class HistNorm : Named
    {
        private HistNorm(string name) : base(name) { }

        public static HistNorm Percent { get; } = new("percent");
        public static HistNorm Probability { get; } = new("probability");
    }

    /// <summary>A side of the plot.</summary>
    public sealed class Side : Named
    {
        private Side(string name) : base(name) { }

        public static Side Top { get; } = new("top");
        public static Side Bottom { get; } = new("bottom");
        public static Side Left { get; } = new("left");
        public static Side Right { get; } = new("right");
    }

    /// <summary>Which part of a thing lies at x.</summary>
    public sealed class XAnchorPosition : Named
    {
        private XAnchorPosition(string name) : base(name) { }

        public static XAnchorPosition Left { get; } = new("left");
        public static XAnchorPosition Center { get; } = new("center");
        public static XAnchorPosition Right { get; } = new("right");
    }

    /// <summary>Which part of a thing lies at y.</summary>
    public sealed class YAnchorPosition : Named
    {
        private YAnchorPosition(string name) : base(name) { }

        public static YAnchorPosition Top { get; } = new("top");
        public static YAnchorPosition Middle { get; } = new("middle");
        public static YAnchorPosition Bottom { get; } = new("bottom");
    }

    /// <summary>Whether subplots share axes.</summary>
    public sealed class LayoutGridPattern : Named
    {
        private LayoutGridPattern(string name) : base(name) { }

        public static LayoutGridPattern Independent { get; } = new("independent");
        public static LayoutGridPattern Coupled { get; } = new("coupled");
    }

    /// <summary>Where the first row of subplots lies.</summary>
    public sealed class LayoutGridRowOrder : Named
    {
        private LayoutGridRowOrder(string name) : base(name) { }

        public static LayoutGridRowOrder TopToBottom { get; } = new("top to bottom");
        public static LayoutGridRowOrder BottomToTop { get; } = new("bottom to top");
    }

    /// <summary>Whether a trace is shown.</summary>
    public sealed class Visible : Named
    {
        private Visible(object value) : base(value) { }

        public static Visible True { get; } = new(true);
        public static Visible False { get; } = new(false);
        public static Visible LegendOnly { get; } = new("legendonly");
    }

    /// <summary>How numbers become colours.</summary>
    public sealed class Colorscale : Named
    {
        private Colorscale(object value) : base(value) { }

        public static Colorscale Viridis { get; } = new("Viridis");
        public static Colorscale Cividis { get; } = new("Cividis");
        public static Colorscale Greys { get; } = new("Greys");

        /// <summary>Colours at places from 0 to 1, at least two.</summary>
        public static Colorscale NewCustom(IEnumerable<Tuple<double, Color>> item)
        {
            object[][] stops = [.. item.Select(stop => new object[] { stop.Item1, stop.Item2 })];
            return stops.Length >= 2
                ? new Colorscale(stops)
                : throw new ArgumentException($"A colour scale has {stops.Length} colours, expected at least 2.", nameof(item));
        }
    }

    /// <summary>The name of an axis, as traces refer to it.</summary>
    public sealed class LinearAxisId : Named
    {
        private LinearAxisId(string name) : base(name) { }

        public static LinearAxisId Free { get; } = new("free");
        public static LinearAxisId NewX(int item) => new(Numbered("x", item));
        public static LinearAxisId NewY(int item) => new(Numbered("y", item));
    }

    /// <summary>The name of an axis or of another part of the layout, as the layout has it.</summary>
    public sealed class SubPlotId : Named
    {
        private SubPlotId(string name) : base(name) { }

        public static SubPlotId NewXAxis(int item) => new(Numbered("xaxis", item));
        public static SubPlotId NewYAxis(int item) => new(Numbered("yaxis", item));
    }

    private static string Numbered(string name, int number) => number < 2 ? name : $"{name}{number}";
}
