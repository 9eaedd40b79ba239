using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    /// <summary>How something went during training, epoch by epoch.</summary>
    /// <param name="measure">What it is, such as <c>validation loss</c>.</param>
    /// <param name="curves">Names, and a value for each epoch.</param>
    /// <exception cref="ArgumentException">There is no curve, or one without values.</exception>
    public static Figure TrainingCurves(string measure, params IReadOnlyList<(string Name, IReadOnlyList<double> Epochs)> curves)
    {
        RequireSome(curves, "curves");
        foreach (var (name, epochs) in curves) RequireSome(epochs, $"epochs of '{name}'");
        var chart = Chart.Combine(curves.Select((curve, series) =>
        {
            var (x, y) = Polyline.Simplify([.. curve.Epochs.Select((_, epoch) => epoch + 1.0)], [.. curve.Epochs]);
            return Line(series, curve.Name, x, y);
        }).ToArray());
        return Saying(
            chart.WithAxes("epoch", measure),
            Say($"{measure}: {string.Join(", ", curves.Select(curve => Say($"{curve.Name} from {curve.Epochs[0]:G3} to {curve.Epochs[^1]:G3}")))}"),
            $"{measure} against epoch for {List(curves.Select(curve => curve.Name))}.");
    }
}
