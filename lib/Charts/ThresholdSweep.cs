using EarlyExit.Exits;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    /// <summary>What a threshold does: accuracy and mean cost against the threshold.</summary>
    /// <param name="frontier">The operating points of a score.</param>
    /// <exception cref="ArgumentException">There are fewer than two points with finite thresholds.</exception>
    public static Figure ThresholdSweep(Frontier frontier)
    {
        var points = frontier.Points.Where(point => double.IsFinite(point.Threshold)).ToArray();
        if (points.Length < 2) throw new ArgumentException($"The frontier has {points.Length} points with finite thresholds, expected at least 2.", nameof(frontier));
        double[] thresholds = [.. points.Select(point => point.Threshold)];
        var (accuracyX, accuracy) = Polyline.Simplify(thresholds, Percent(points.Select(point => point.Accuracy)));
        var (costX, cost) = Polyline.Simplify(thresholds, Percent(points.Select(point => point.Cost)));
        var chart = Chart.Combine([Line(0, "accuracy (%)", accuracyX, accuracy), Line(1, CostLabel, costX, cost)]);
        return Saying(
            chart.WithAxes($"threshold on {frontier.Name}", "%"), Saved(points),
            $"Accuracy and mean cost against the threshold on {frontier.Name}.");
    }

    /// <summary>The cheapest threshold that costs at most a point of accuracy against never leaving early.</summary>
    private static string Saved(OperatingPoint[] points)
    {
        var (all, chosen) = (points[^1], points.First(point => point.Accuracy >= points[^1].Accuracy - .01));
        var gain = 100 * (chosen.Accuracy - all.Accuracy);
        return Say($"A threshold of {chosen.Threshold:G3} saves {1 - chosen.Cost / all.Cost:P0} of the cost and {(gain < 0 ? "loses" : "gains")} {Math.Abs(gain):F1} points of accuracy");
    }
}
