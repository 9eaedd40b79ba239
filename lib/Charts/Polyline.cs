namespace EarlyExit.Charts;

/// <summary>
/// Lines with fewer points that look the same. An exact frontier has up to a point for each sample and exit; a notebook should not carry
/// tens of thousands of them, and no screen shows them.
/// </summary>
internal static class Polyline
{
    /// <summary>As many points as a line may have.</summary>
    internal const int Most = 400;

    /// <summary>
    /// The points that a line needs to stay within a share of its extent (Ramer, Douglas and Peucker): 1/2000, a third of a pixel, and twice
    /// that as long as there are too many.
    /// </summary>
    internal static (double[] X, double[] Y) Simplify(double[] x, double[] y, int most = Most)
    {
        for (var tolerance = 1 / 2000.0; ; tolerance *= 2)
        {
            var kept = Needed(x, y, tolerance);
            if (kept.Length <= Math.Max(2, most)) return ([.. kept.Select(i => x[i])], [.. kept.Select(i => y[i])]);
        }
    }

    /// <summary>As <see cref="Simplify"/>, for a line with gaps: where x or y is not finite, it ends and begins anew behind one point of NaN.</summary>
    internal static (double[] X, double[] Y) SimplifyParts(double[] x, double[] y)
    {
        var parts = new List<Range>();
        for (var (i, start) = (0, 0); i <= x.Length; i++)
        {
            if (i < x.Length && double.IsFinite(x[i]) && double.IsFinite(y[i])) continue;
            if (i > start) parts.Add(start..i);
            start = i + 1;
        }
        var simple = parts.Select(part => Simplify(x[part], y[part], Most / parts.Count)).ToArray();
        return (Joined(simple.Select(part => part.X)), Joined(simple.Select(part => part.Y)));

        static double[] Joined(IEnumerable<double[]> parts) => [.. parts.SelectMany((part, i) => i == 0 ? part : [double.NaN, .. part])];
    }

    private static int[] Needed(double[] x, double[] y, double tolerance)
    {
        if (x.Length <= 2) return [.. Enumerable.Range(0, x.Length)];
        var (width, height) = (Extent(x), Extent(y));
        var keep = new bool[x.Length];
        (keep[0], keep[^1]) = (true, true);
        var spans = new Stack<(int From, int To)>([(0, x.Length - 1)]);
        while (spans.TryPop(out var span))
        {
            var (far, distance) = (0, tolerance);
            for (var i = span.From + 1; i < span.To; i++)
                if (Distance(i, span.From, span.To) is var d && d > distance) (far, distance) = (i, d);
            if (far == 0) continue;
            keep[far] = true;
            spans.Push((span.From, far));
            spans.Push((far, span.To));
        }
        return [.. keep.Index().Where(point => point.Item).Select(point => point.Index)];

        // From a point to the stretch between two others, both axes counted in extents.
        double Distance(int point, int from, int to)
        {
            var (dx, dy) = ((x[to] - x[from]) / width, (y[to] - y[from]) / height);
            var (px, py) = ((x[point] - x[from]) / width, (y[point] - y[from]) / height);
            var length = dx * dx + dy * dy;
            var along = length > 0 ? Math.Clamp((px * dx + py * dy) / length, 0, 1) : 0;
            return Math.Sqrt(Math.Pow(px - along * dx, 2) + Math.Pow(py - along * dy, 2));
        }
    }

    private static double Extent(double[] values) => values.Max() - values.Min() is > 0 and var extent ? extent : 1;
}
