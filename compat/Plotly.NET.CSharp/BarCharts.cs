using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>Standing bars.</summary>
    public static GenericChart Column<ValuesType, KeysType, TextType>(
        IEnumerable<ValuesType> values, Optional<IEnumerable<KeysType>> Keys = default, Optional<string> Name = default,
        Optional<bool> ShowLegend = default, Optional<double> Opacity = default, Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default, Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default, Optional<Line> MarkerOutline = default,
        Optional<StyleParam.PatternShape> MarkerPatternShape = default,
        Optional<IEnumerable<StyleParam.PatternShape>> MultiMarkerPatternShape = default, Optional<Pattern> MarkerPattern = default,
        Optional<Marker> Marker = default, Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default,
        Optional<IEnumerable<ValuesType>> MultiWidth = default, Optional<bool> UseDefaults = default, Optional<ValuesType> Base = default,
        Optional<ValuesType> Width = default)
        where ValuesType : IConvertible where KeysType : IConvertible where TextType : IConvertible
    {
        var pattern = (MarkerPattern.IsSome ? MarkerPattern.Value : new()).With("shape", MarkerPatternShape, MultiMarkerPatternShape);
        var marker = (Marker.IsSome ? Marker.Value : new()).With("color", MarkerColor).With("colorscale", MarkerColorScale)
            .With("line", MarkerOutline).With("opacity", default, MultiOpacity).With("pattern", pattern);
        var trace = new Trace2D("bar").With("name", Name).With("showlegend", ShowLegend).With("opacity", Opacity)
            .With("x", Keys).With("y", values).With("base", Base).With("width", Width, MultiWidth).With("text", Text, MultiText)
            .With("textposition", TextPosition, MultiTextPosition).With("orientation", StyleParam.Orientation.Vertical).With("marker", marker);
        return GenericChart.OfTraces(UseDefaults is not { IsSome: true, Value: false }, trace);
    }

    /// <summary>Standing bars that stand on those of the charts before, where charts are combined.</summary>
    public static GenericChart StackedColumn<ValuesType, KeysType, TextType>(
        IEnumerable<ValuesType> values, Optional<IEnumerable<KeysType>> Keys = default, Optional<string> Name = default,
        Optional<bool> ShowLegend = default, Optional<double> Opacity = default, Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default, Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default, Optional<Line> MarkerOutline = default,
        Optional<StyleParam.PatternShape> MarkerPatternShape = default,
        Optional<IEnumerable<StyleParam.PatternShape>> MultiMarkerPatternShape = default, Optional<Pattern> MarkerPattern = default,
        Optional<Marker> Marker = default, Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default,
        Optional<IEnumerable<ValuesType>> MultiWidth = default, Optional<bool> UseDefaults = default, Optional<ValuesType> Base = default,
        Optional<ValuesType> Width = default)
        where ValuesType : IConvertible where KeysType : IConvertible where TextType : IConvertible
    {
        var chart = Column(
            values,
            Keys: Keys, Name: Name, ShowLegend: ShowLegend, Opacity: Opacity, MultiOpacity: MultiOpacity, Text: Text,
            MultiText: MultiText, MarkerColor: MarkerColor, MarkerColorScale: MarkerColorScale, MarkerOutline: MarkerOutline,
            MarkerPatternShape: MarkerPatternShape, MultiMarkerPatternShape: MultiMarkerPatternShape, MarkerPattern: MarkerPattern,
            Marker: Marker, TextPosition: TextPosition, MultiTextPosition: MultiTextPosition, MultiWidth: MultiWidth,
            UseDefaults: UseDefaults, Base: Base, Width: Width);
        chart.Layout.SetProperty("barmode", "stack");
        return chart;
    }

    /// <summary>How often values fall into bins; plotly.js counts.</summary>
    public static GenericChart Histogram<XType, YType, TextType>(
        Optional<IEnumerable<XType>> X = default, Optional<IEnumerable<YType>> Y = default,
        Optional<StyleParam.Orientation> Orientation = default, Optional<string> Name = default, Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default, Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.HistFunc> HistFunc = default, Optional<StyleParam.HistNorm> HistNorm = default,
        Optional<string> AlignmentGroup = default, Optional<string> OffsetGroup = default, Optional<int> NBinsX = default,
        Optional<int> NBinsY = default, Optional<string> BinGroup = default, Optional<Bins> XBins = default,
        Optional<Bins> YBins = default, Optional<Color> MarkerColor = default, Optional<Marker> Marker = default,
        Optional<Line> Line = default, Optional<Error> XError = default, Optional<Error> YError = default,
        Optional<Cumulative> Cumulative = default, Optional<Hoverlabel> HoverLabel = default, Optional<bool> UseDefaults = default)
        where XType : IConvertible where YType : IConvertible where TextType : IConvertible
    {
        var marker = (Marker.IsSome ? Marker.Value : new()).With("color", MarkerColor).With("pattern", new Pattern());
        var trace = new Trace2D("histogram").With("name", Name).With("showlegend", ShowLegend).With("opacity", Opacity)
            .With("x", X).With("y", Y).With("text", Text, MultiText).With("orientation", Orientation)
            .With("histfunc", HistFunc).With("histnorm", HistNorm).With("alignmentgroup", AlignmentGroup).With("offsetgroup", OffsetGroup)
            .With("nbinsx", NBinsX).With("nbinsy", NBinsY).With("bingroup", BinGroup).With("xbins", XBins).With("ybins", YBins)
            .With("marker", marker).With("line", Line).With("error_x", XError).With("error_y", YError)
            .With("cumulative", Cumulative).With("hoverlabel", HoverLabel);
        return GenericChart.OfTraces(UseDefaults is not { IsSome: true, Value: false }, trace);
    }
}
