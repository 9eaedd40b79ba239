namespace Plotly.NET;

/// <summary>A chart: traces, a layout, and how it behaves.</summary>
public sealed class GenericChart
{
    internal GenericChart(IReadOnlyList<Trace> traces, Layout layout, Config config) =>
        (Traces, Layout, Config) = (traces, layout, config);

    internal IReadOnlyList<Trace> Traces { get; }

    internal Layout Layout { get; }

    internal Config Config { get; }

    /// <summary>The chart as JSON with <c>data</c>, <c>layout</c> and no <c>frames</c>.</summary>
    public static string toFigureJson(GenericChart gChart) => FigureJson.Of(
        ("data", gChart.Traces), ("layout", gChart.Layout), ("frames", Array.Empty<object>()));

    /// <summary>The chart as JSON with <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    public static string toJson(GenericChart gChart) => FigureJson.Of(
        ("data", gChart.Traces), ("layout", gChart.Layout), ("config", gChart.Config));

    /// <summary>
    /// All traces in one chart; of layouts and configurations the later ones win. As in the original, the first chart's layout
    /// becomes the result's and is changed.
    /// </summary>
    public static GenericChart combine(IEnumerable<GenericChart> gCharts) => gCharts.Aggregate((all, next) =>
    {
        all.Layout.Combine(next.Layout);
        all.Config.Combine(next.Config);
        return new GenericChart([.. all.Traces, .. next.Traces], all.Layout, all.Config);
    });

    /// <summary>
    /// A chart of these traces with the default size, or with no layout at all. The original's default also carries plotly's
    /// colour template; our figures bring their own, so that it is not repeated here.
    /// </summary>
    internal static GenericChart OfTraces(bool useDefaults, params IReadOnlyList<Trace> traces)
    {
        var (layout, config) = (new Layout(), new Config());
        if (useDefaults)
        {
            layout.SetProperty("width", 600);
            layout.SetProperty("height", 600);
            config.SetProperty("responsive", true);
        }
        return new GenericChart(traces, layout, config);
    }
}
