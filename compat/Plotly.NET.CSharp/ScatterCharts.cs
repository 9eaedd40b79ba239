using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

/// <summary>Makes charts; parameters, their order and their defaults are the original's.</summary>
public static partial class Chart
{
    /// <summary>Points, lines and texts.</summary>
    public static GenericChart Scatter<XType, YType, TextType>(
        IEnumerable<XType> x, IEnumerable<YType> y, StyleParam.Mode mode, Optional<string> Name = default,
        Optional<bool> ShowLegend = default, Optional<double> Opacity = default, Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default, Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default, Optional<Line> MarkerOutline = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<IEnumerable<StyleParam.MarkerSymbol>> MultiMarkerSymbol = default, Optional<Marker> Marker = default,
        Optional<Color> LineColor = default, Optional<StyleParam.Colorscale> LineColorScale = default,
        Optional<double> LineWidth = default, Optional<StyleParam.DrawingStyle> LineDash = default, Optional<Line> Line = default,
        Optional<string> StackGroup = default, Optional<StyleParam.Orientation> Orientation = default,
        Optional<StyleParam.GroupNorm> GroupNorm = default, Optional<StyleParam.Fill> Fill = default, Optional<Color> FillColor = default,
        Optional<bool> UseWebGL = default, Optional<bool> UseDefaults = default)
        where XType : IConvertible where YType : IConvertible where TextType : IConvertible
    {
        var marker = (Marker.IsSome ? Marker.Value : new()).With("color", MarkerColor).With("line", MarkerOutline)
            .With("symbol", MarkerSymbol, MultiMarkerSymbol).With("colorscale", MarkerColorScale).With("opacity", default, MultiOpacity);
        var line = (Line.IsSome ? Line.Value : new()).With("color", LineColor).With("dash", LineDash)
            .With("colorscale", LineColorScale).With("width", LineWidth);
        var trace = new Trace2D(UseWebGL is { IsSome: true, Value: true } ? "scattergl" : "scatter")
            .With("name", Name).With("showlegend", ShowLegend).With("opacity", Opacity).With("mode", mode).With("x", x).With("y", y)
            .With("text", Text, MultiText).With("textposition", TextPosition, MultiTextPosition)
            .With("orientation", Orientation).With("groupnorm", GroupNorm).With("stackgroup", StackGroup)
            .With("marker", marker).With("line", line).With("fill", Fill).With("fillcolor", FillColor);
        return GenericChart.OfTraces(UseDefaults is not { IsSome: true, Value: false }, trace);
    }

    /// <summary>Points.</summary>
    public static GenericChart Point<XType, YType, TextType>(
        IEnumerable<XType> x, IEnumerable<YType> y, Optional<string> Name = default, Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default, Optional<IEnumerable<double>> MultiOpacity = default, Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default, Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default, Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default, Optional<Line> MarkerOutline = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<IEnumerable<StyleParam.MarkerSymbol>> MultiMarkerSymbol = default, Optional<Marker> Marker = default,
        Optional<string> StackGroup = default, Optional<StyleParam.Orientation> Orientation = default,
        Optional<StyleParam.GroupNorm> GroupNorm = default, Optional<bool> UseWebGL = default, Optional<bool> UseDefaults = default)
        where XType : IConvertible where YType : IConvertible where TextType : IConvertible =>
        Scatter(
            x, y, TextPosition.IsSome || MultiTextPosition.IsSome ? StyleParam.Mode.Markers_Text : StyleParam.Mode.Markers,
            Name: Name, ShowLegend: ShowLegend, Opacity: Opacity, MultiOpacity: MultiOpacity, Text: Text, MultiText: MultiText,
            TextPosition: TextPosition, MultiTextPosition: MultiTextPosition, MarkerColor: MarkerColor,
            MarkerColorScale: MarkerColorScale, MarkerOutline: MarkerOutline, MarkerSymbol: MarkerSymbol,
            MultiMarkerSymbol: MultiMarkerSymbol, Marker: Marker, StackGroup: StackGroup, Orientation: Orientation, GroupNorm: GroupNorm,
            UseWebGL: UseWebGL, UseDefaults: UseDefaults);

    /// <summary>Points joined by lines.</summary>
    public static GenericChart Line<XType, YType, TextType>(
        IEnumerable<XType> x, IEnumerable<YType> y, Optional<bool> ShowMarkers = default, Optional<string> Name = default,
        Optional<bool> ShowLegend = default, Optional<double> Opacity = default, Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default, Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default, Optional<Line> MarkerOutline = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<IEnumerable<StyleParam.MarkerSymbol>> MultiMarkerSymbol = default, Optional<Marker> Marker = default,
        Optional<Color> LineColor = default, Optional<StyleParam.Colorscale> LineColorScale = default,
        Optional<double> LineWidth = default, Optional<StyleParam.DrawingStyle> LineDash = default, Optional<Line> Line = default,
        Optional<string> StackGroup = default, Optional<StyleParam.Orientation> Orientation = default,
        Optional<StyleParam.GroupNorm> GroupNorm = default, Optional<StyleParam.Fill> Fill = default, Optional<Color> FillColor = default,
        Optional<bool> UseWebGL = default, Optional<bool> UseDefaults = default)
        where XType : IConvertible where YType : IConvertible where TextType : IConvertible =>
        Scatter(
            x, y, LineMode(ShowMarkers is { IsSome: true, Value: true }, TextPosition.IsSome || MultiTextPosition.IsSome),
            Name: Name, ShowLegend: ShowLegend, Opacity: Opacity, MultiOpacity: MultiOpacity, Text: Text, MultiText: MultiText,
            TextPosition: TextPosition, MultiTextPosition: MultiTextPosition, MarkerColor: MarkerColor,
            MarkerColorScale: MarkerColorScale, MarkerOutline: MarkerOutline, MarkerSymbol: MarkerSymbol,
            MultiMarkerSymbol: MultiMarkerSymbol, Marker: Marker, LineColor: LineColor, LineColorScale: LineColorScale,
            LineWidth: LineWidth, LineDash: LineDash, Line: Line, StackGroup: StackGroup, Orientation: Orientation, GroupNorm: GroupNorm,
            Fill: Fill, FillColor: FillColor, UseWebGL: UseWebGL, UseDefaults: UseDefaults);

    /// <summary>A line in a band between a lower and an upper one; three traces in that order: lower, upper, line.</summary>
    public static GenericChart Range<XType, YType, TextType>(
        IEnumerable<XType> x, IEnumerable<YType> y, IEnumerable<YType> upper, IEnumerable<YType> lower, StyleParam.Mode mode,
        Optional<string> Name = default, Optional<string> GroupName = default, Optional<bool> ShowMarkers = default,
        Optional<bool> ShowLegend = default, Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default, Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default, Optional<Line> MarkerOutline = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<IEnumerable<StyleParam.MarkerSymbol>> MultiMarkerSymbol = default, Optional<Marker> Marker = default,
        Optional<Marker> UpperMarker = default, Optional<Marker> LowerMarker = default, Optional<Color> LineColor = default,
        Optional<StyleParam.Colorscale> LineColorScale = default, Optional<double> LineWidth = default,
        Optional<StyleParam.DrawingStyle> LineDash = default, Optional<Line> Line = default, Optional<Line> UpperLine = default,
        Optional<Line> LowerLine = default, Optional<Color> RangeColor = default, Optional<TextType> UpperText = default,
        Optional<IEnumerable<TextType>> MultiUpperText = default, Optional<TextType> LowerText = default,
        Optional<IEnumerable<TextType>> MultiLowerText = default, Optional<Font> TextFont = default, Optional<string> LowerName = default,
        Optional<string> UpperName = default, Optional<bool> UseDefaults = default)
        where XType : IConvertible where YType : IConvertible where TextType : IConvertible
    {
        var texts = TextPosition.IsSome || TextFont.IsSome;
        var shown = WithTexts(texts, WithMarkers(ShowMarkers is { IsSome: true, Value: true }, mode));
        var group = GroupName.IsSome ? GroupName.Value : "Range";
        var bandColor = RangeColor.IsSome ? RangeColor.Value : Color.fromString("rgba(0,0,0,0.5)");
        var middle = Scatter(
            x, y, shown, Name: Name, ShowLegend: ShowLegend, Text: Text, MultiText: MultiText, TextPosition: TextPosition,
            MultiTextPosition: MultiTextPosition, MarkerColor: MarkerColor, MarkerColorScale: MarkerColorScale,
            MarkerOutline: MarkerOutline, MarkerSymbol: MarkerSymbol, MultiMarkerSymbol: MultiMarkerSymbol, Marker: Marker,
            LineColor: LineColor, LineColorScale: LineColorScale, LineWidth: LineWidth, LineDash: LineDash, Line: Line).Traces[0]
            .With("legendgroup", group).With("legendgrouptitle", new Title().With("text", group));
        var below = Edge(lower, LowerName.IsSome ? LowerName.Value : "lower", LowerText, MultiLowerText, LowerMarker, LowerLine);
        var above = Edge(upper, UpperName.IsSome ? UpperName.Value : "upper", UpperText, MultiUpperText, UpperMarker, UpperLine)
            .With("fill", StyleParam.Fill.ToNext_y);
        return GenericChart.OfTraces(UseDefaults is not { IsSome: true, Value: false }, below, above, middle);

        Trace Edge(
            IEnumerable<YType> values, string name, Optional<TextType> text, Optional<IEnumerable<TextType>> texts,
            Optional<Marker> marker, Optional<Line> line) =>
            new Trace2D("scatter").With("name", name).With("showlegend", !ShowLegend.IsSome || ShowLegend.Value)
                .With("legendgroup", group).With("mode", shown).With("x", x).With("y", values).With("text", text, texts)
                .With("textposition", TextPosition).With("textfont", TextFont).With("line", line).With("fillcolor", RangeColor)
                .With("marker", (marker.IsSome ? marker.Value : new()).With("color", bandColor));
    }

    private static StyleParam.Mode LineMode(bool markers, bool texts) => WithTexts(texts, WithMarkers(markers, StyleParam.Mode.Lines));

    private static StyleParam.Mode WithMarkers(bool markers, StyleParam.Mode mode) => (markers, mode.ToString()) switch
    {
        (true, "none") => StyleParam.Mode.Markers,
        (true, "lines") => StyleParam.Mode.Lines_Markers,
        (true, "text") => StyleParam.Mode.Markers_Text,
        (true, "lines+text") => StyleParam.Mode.Lines_Markers_Text,
        _ => mode,
    };

    private static StyleParam.Mode WithTexts(bool texts, StyleParam.Mode mode) => (texts, mode.ToString()) switch
    {
        (true, "none") => StyleParam.Mode.Text,
        (true, "lines") => StyleParam.Mode.Lines_Text,
        (true, "markers") => StyleParam.Mode.Markers_Text,
        (true, "lines+markers") => StyleParam.Mode.Lines_Markers_Text,
        _ => mode,
    };
}
