using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>Coloured cells: <c>zData[row][column]</c>, the first row at the bottom.</summary>
    public static GenericChart Heatmap<ZType, XType, YType, TextType>(
        IEnumerable<IEnumerable<ZType>> zData, Optional<string> Name = default, Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default, Optional<IEnumerable<XType>> X = default, Optional<int> XGap = default,
        Optional<IEnumerable<YType>> Y = default, Optional<int> YGap = default, Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default, Optional<ColorBar> ColorBar = default,
        Optional<StyleParam.Colorscale> ColorScale = default, Optional<bool> ShowScale = default, Optional<bool> ReverseScale = default,
        Optional<StyleParam.SmoothAlg> ZSmooth = default, Optional<bool> Transpose = default, Optional<bool> UseWebGL = default,
        Optional<bool> ReverseYAxis = default, Optional<bool> UseDefaults = default)
        where ZType : IConvertible where XType : IConvertible where YType : IConvertible where TextType : IConvertible
    {
        var trace = new Trace2D(UseWebGL is { IsSome: true, Value: true } ? "heatmapgl" : "heatmap")
            .With("name", Name).With("showlegend", ShowLegend).With("opacity", Opacity).With("x", X).With("xgap", XGap)
            .With("y", Y).With("ygap", YGap).With("z", zData).With("text", Text, MultiText).With("colorbar", ColorBar)
            .With("colorscale", ColorScale).With("showscale", ShowScale).With("reversescale", ReverseScale)
            .With("zsmooth", ZSmooth).With("transpose", Transpose);
        var chart = GenericChart.OfTraces(UseDefaults is not { IsSome: true, Value: false }, trace);
        if (ReverseYAxis is { IsSome: true, Value: true })
            chart.Layout.SetProperty("yaxis", new LinearAxis().With("autorange", "reversed"));
        return chart;
    }

    /// <summary>Bands between lines of equal height. As in the original, the lines themselves have no width.</summary>
    public static GenericChart Contour<ZType, XType, YType, TextType>(
        IEnumerable<IEnumerable<ZType>> zData, Optional<string> Name = default, Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default, Optional<IEnumerable<XType>> X = default, Optional<IEnumerable<YType>> Y = default,
        Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default, Optional<ColorBar> ColorBar = default,
        Optional<StyleParam.Colorscale> ColorScale = default, Optional<bool> ShowScale = default, Optional<bool> ReverseScale = default,
        Optional<bool> Transpose = default, Optional<Color> ContourLineColor = default,
        Optional<StyleParam.DrawingStyle> ContourLineDash = default, Optional<double> ContourLineSmoothing = default,
        Optional<Line> ContourLine = default, Optional<StyleParam.ContourColoring> ContoursColoring = default,
        Optional<StyleParam.ConstraintOperation> ContoursOperation = default, Optional<StyleParam.ContourType> ContoursType = default,
        Optional<bool> ShowContourLabels = default, Optional<Font> ContourLabelFont = default, Optional<Contours> Contours = default,
        Optional<Color> FillColor = default, Optional<int> NContours = default, Optional<bool> UseDefaults = default)
        where ZType : IConvertible where XType : IConvertible where YType : IConvertible where TextType : IConvertible
    {
        var contours = (Contours.IsSome ? Contours.Value : new()).With("coloring", ContoursColoring).With("operation", ContoursOperation)
            .With("type", ContoursType).With("showlabels", ShowContourLabels).With("labelfont", ContourLabelFont);
        var line = (ContourLine.IsSome ? ContourLine.Value : new()).With("color", ContourLineColor).With("dash", ContourLineDash)
            .With("smoothing", ContourLineSmoothing).With("width", 0.0);
        var trace = new Trace2D("contour").With("name", Name).With("showlegend", ShowLegend).With("opacity", Opacity)
            .With("x", X).With("y", Y).With("z", zData).With("text", Text, MultiText).With("line", line).With("colorbar", ColorBar)
            .With("colorscale", ColorScale).With("showscale", ShowScale).With("reversescale", ReverseScale)
            .With("contours", contours).With("fillcolor", FillColor).With("ncontours", NContours).With("transpose", Transpose);
        return GenericChart.OfTraces(UseDefaults is not { IsSome: true, Value: false }, trace);
    }

    /// <summary>A surface over a plane: <c>zData[row][column]</c>.</summary>
    public static GenericChart Surface<ZType, XType, YType, TextType>(
        IEnumerable<IEnumerable<ZType>> zData, Optional<IEnumerable<XType>> X = default, Optional<IEnumerable<YType>> Y = default,
        Optional<string> Name = default, Optional<bool> ShowLegend = default, Optional<double> Opacity = default,
        Optional<TextType> Text = default, Optional<IEnumerable<TextType>> MultiText = default, Optional<Contours> Contours = default,
        Optional<StyleParam.Colorscale> ColorScale = default, Optional<bool> ShowScale = default, Optional<bool> UseDefaults = default)
        where ZType : IConvertible where XType : IConvertible where YType : IConvertible where TextType : IConvertible
    {
        var trace = new Trace3D("surface").With("name", Name).With("showlegend", ShowLegend).With("opacity", Opacity)
            .With("x", X).With("y", Y).With("z", zData).With("text", Text, MultiText)
            .With("colorscale", ColorScale).With("showscale", ShowScale).With("contours", Contours);
        var chart = GenericChart.OfTraces(UseDefaults is not { IsSome: true, Value: false }, trace);
        var projection = new DynamicObj.DynamicObj().With("type", "perspective");
        chart.Layout.SetProperty("scene", new Scene().With("camera", new Camera().With("projection", projection)));
        return chart;
    }
}
