using Plotly.NET.LayoutObjects;

namespace Plotly.NET.CSharp;

/// <summary>Sets the look of a chart, which is changed and returned.</summary>
public static class GenericChartExtensions
{
    /// <summary>Names the traces (the second becomes <c>Name_1</c> and so on) and says how they stand in the legend.</summary>
    public static GenericChart WithTraceInfo(
        this GenericChart gChart, Optional<string> Name = default, Optional<StyleParam.Visible> Visible = default,
        Optional<bool> ShowLegend = default, Optional<int> LegendRank = default, Optional<string> LegendGroup = default,
        Optional<Title> LegendGroupTitle = default)
    {
        foreach (var (i, trace) in gChart.Traces.Index())
        {
            if (Name.IsSome) trace.SetProperty("name", i == 0 ? Name.Value : $"{Name.Value}_{i}");
            trace.With("visible", Visible).With("showlegend", ShowLegend).With("legendrank", LegendRank)
                .With("legendgroup", LegendGroup).With("legendgrouptitle", LegendGroupTitle);
        }
        return gChart;
    }

    /// <summary>Sets the size in pixels.</summary>
    public static GenericChart WithSize(
        this GenericChart gChart, Optional<int> Width = default, Optional<int> Height = default)
    {
        gChart.Layout.With("width", Width).With("height", Height);
        return gChart;
    }

    /// <summary>Sets the look of an x axis; what is not given stays.</summary>
    public static GenericChart WithXAxisStyle<MinType, MaxType, CategoryArrayType>(
        this GenericChart gChart, Optional<string> TitleText = default, Optional<Font> TitleFont = default,
        Optional<int> TitleStandoff = default, Optional<Title> Title = default, Optional<Color> Color = default,
        Optional<StyleParam.AxisType> AxisType = default, Optional<Tuple<MinType, MaxType>> MinMax = default,
        Optional<StyleParam.Mirror> Mirror = default, Optional<bool> ShowSpikes = default, Optional<Color> SpikeColor = default,
        Optional<int> SpikeThickness = default, Optional<bool> ShowLine = default, Optional<Color> LineColor = default,
        Optional<bool> ShowGrid = default, Optional<Color> GridColor = default, Optional<bool> ZeroLine = default,
        Optional<Color> ZeroLineColor = default, Optional<StyleParam.LinearAxisId> Anchor = default,
        Optional<StyleParam.Side> Side = default, Optional<StyleParam.LinearAxisId> Overlaying = default,
        Optional<Tuple<double, double>> Domain = default, Optional<double> Position = default,
        Optional<StyleParam.CategoryOrder> CategoryOrder = default, Optional<IEnumerable<CategoryArrayType>> CategoryArray = default,
        Optional<RangeSlider> RangeSlider = default, Optional<RangeSelector> RangeSelector = default,
        Optional<Color> BackgroundColor = default, Optional<bool> ShowBackground = default, Optional<StyleParam.SubPlotId> Id = default)
        where MinType : IConvertible where MaxType : IConvertible where CategoryArrayType : IConvertible =>
        WithAxis(
            gChart, Id.IsSome ? Id.Value : StyleParam.SubPlotId.NewXAxis(1),
            TitleText, TitleFont, TitleStandoff, Title, Color, AxisType, MinMax, Mirror, ShowSpikes, SpikeColor, SpikeThickness, ShowLine,
            LineColor, ShowGrid, GridColor, ZeroLine, ZeroLineColor, Anchor, Side, Overlaying, Domain, Position, CategoryOrder,
            CategoryArray, RangeSlider, RangeSelector, BackgroundColor, ShowBackground);

    /// <summary>Sets the look of a y axis; what is not given stays.</summary>
    public static GenericChart WithYAxisStyle<MinType, MaxType, CategoryArrayType>(
        this GenericChart gChart, Optional<string> TitleText = default, Optional<Font> TitleFont = default,
        Optional<int> TitleStandoff = default, Optional<Title> Title = default, Optional<Color> Color = default,
        Optional<StyleParam.AxisType> AxisType = default, Optional<Tuple<MinType, MaxType>> MinMax = default,
        Optional<StyleParam.Mirror> Mirror = default, Optional<bool> ShowSpikes = default, Optional<Color> SpikeColor = default,
        Optional<int> SpikeThickness = default, Optional<bool> ShowLine = default, Optional<Color> LineColor = default,
        Optional<bool> ShowGrid = default, Optional<Color> GridColor = default, Optional<bool> ZeroLine = default,
        Optional<Color> ZeroLineColor = default, Optional<StyleParam.LinearAxisId> Anchor = default,
        Optional<StyleParam.Side> Side = default, Optional<StyleParam.LinearAxisId> Overlaying = default,
        Optional<Tuple<double, double>> Domain = default, Optional<double> Position = default,
        Optional<StyleParam.CategoryOrder> CategoryOrder = default, Optional<IEnumerable<CategoryArrayType>> CategoryArray = default,
        Optional<RangeSlider> RangeSlider = default, Optional<RangeSelector> RangeSelector = default,
        Optional<Color> BackgroundColor = default, Optional<bool> ShowBackground = default, Optional<StyleParam.SubPlotId> Id = default)
        where MinType : IConvertible where MaxType : IConvertible where CategoryArrayType : IConvertible =>
        WithAxis(
            gChart, Id.IsSome ? Id.Value : StyleParam.SubPlotId.NewYAxis(1),
            TitleText, TitleFont, TitleStandoff, Title, Color, AxisType, MinMax, Mirror, ShowSpikes, SpikeColor, SpikeThickness, ShowLine,
            LineColor, ShowGrid, GridColor, ZeroLine, ZeroLineColor, Anchor, Side, Overlaying, Domain, Position, CategoryOrder,
            CategoryArray, RangeSlider, RangeSelector, BackgroundColor, ShowBackground);

    /// <summary>Sets the look of the legend; what is not given stays.</summary>
    public static GenericChart WithLegendStyle(
        this GenericChart gChart, Optional<Color> BGColor = default, Optional<Color> BorderColor = default,
        Optional<double> BorderWidth = default, Optional<double> EntryWidth = default,
        Optional<StyleParam.EntryWidthMode> EntryWidthMode = default, Optional<Font> Font = default,
        Optional<StyleParam.TraceGroupClickOptions> GroupClick = default, Optional<Font> GroupTitleFont = default,
        Optional<StyleParam.TraceItemClickOptions> ItemClick = default,
        Optional<StyleParam.TraceItemClickOptions> ItemDoubleClick = default, Optional<StyleParam.TraceItemSizing> ItemSizing = default,
        Optional<int> ItemWidth = default, Optional<StyleParam.Orientation> Orientation = default, Optional<Title> Title = default,
        Optional<double> TraceGroupGap = default, Optional<StyleParam.TraceOrder> TraceOrder = default,
        Optional<string> UIRevision = default, Optional<StyleParam.VerticalAlign> VerticalAlign = default, Optional<double> X = default,
        Optional<StyleParam.XAnchorPosition> XAnchor = default, Optional<double> Y = default,
        Optional<StyleParam.YAnchorPosition> YAnchor = default)
    {
        var legend = new Legend().With("bgcolor", BGColor).With("bordercolor", BorderColor).With("borderwidth", BorderWidth)
            .With("entrywidth", EntryWidth).With("entrywidthmode", EntryWidthMode).With("font", Font).With("groupclick", GroupClick)
            .With("grouptitlefont", GroupTitleFont).With("itemclick", ItemClick).With("itemdoubleclick", ItemDoubleClick)
            .With("itemsizing", ItemSizing).With("itemwidth", ItemWidth).With("orientation", Orientation).With("title", Title)
            .With("tracegroupgap", TraceGroupGap).With("traceorder", TraceOrder).With("uirevision", UIRevision).With("valign", VerticalAlign)
            .With("x", X).With("xanchor", XAnchor).With("y", Y).With("yanchor", YAnchor);
        gChart.Layout.Combine(new Layout().With("legend", legend));
        return gChart;
    }

    private static GenericChart WithAxis<MinType, MaxType, CategoryArrayType>(
        GenericChart chart, StyleParam.SubPlotId id,
        Optional<string> TitleText, Optional<Font> TitleFont, Optional<int> TitleStandoff, Optional<Title> Title, Optional<Color> Color,
        Optional<StyleParam.AxisType> AxisType, Optional<Tuple<MinType, MaxType>> MinMax, Optional<StyleParam.Mirror> Mirror,
        Optional<bool> ShowSpikes, Optional<Color> SpikeColor, Optional<int> SpikeThickness, Optional<bool> ShowLine,
        Optional<Color> LineColor, Optional<bool> ShowGrid, Optional<Color> GridColor, Optional<bool> ZeroLine,
        Optional<Color> ZeroLineColor, Optional<StyleParam.LinearAxisId> Anchor, Optional<StyleParam.Side> Side,
        Optional<StyleParam.LinearAxisId> Overlaying, Optional<Tuple<double, double>> Domain, Optional<double> Position,
        Optional<StyleParam.CategoryOrder> CategoryOrder, Optional<IEnumerable<CategoryArrayType>> CategoryArray,
        Optional<RangeSlider> RangeSlider, Optional<RangeSelector> RangeSelector, Optional<Color> BackgroundColor,
        Optional<bool> ShowBackground)
    {
        var title = (Title.IsSome ? Title.Value : new()).With("text", TitleText).With("font", TitleFont).With("standoff", TitleStandoff);
        var axis = new LinearAxis().With("title", title).With("color", Color).With("type", AxisType).With("range", Pair(MinMax))
            .With("mirror", Mirror).With("showspikes", ShowSpikes).With("spikecolor", SpikeColor).With("spikethickness", SpikeThickness)
            .With("showline", ShowLine).With("linecolor", LineColor).With("showgrid", ShowGrid).With("gridcolor", GridColor)
            .With("zeroline", ZeroLine).With("zerolinecolor", ZeroLineColor).With("anchor", Anchor).With("side", Side)
            .With("overlaying", Overlaying).With("domain", Pair(Domain)).With("position", Position)
            .With("categoryorder", CategoryOrder).With("categoryarray", CategoryArray).With("rangeslider", RangeSlider)
            .With("rangeselector", RangeSelector).With("bgcolor", BackgroundColor).With("showbackground", ShowBackground);
        chart.Layout.Combine(new Layout().With(id.ToString(), axis));
        return chart;
    }

    private static Optional<object[]> Pair<A, B>(Optional<Tuple<A, B>> pair) =>
        pair.IsSome ? (object[])[pair.Value.Item1!, pair.Value.Item2!] : default(Optional<object[]>);
}
