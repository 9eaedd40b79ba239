namespace EarlyExit.Exits;

/// <summary>
/// What is spent beyond the exits, by what the samples that were sent on could gain. At each exit that a sample passes, the cost of getting to
/// the next one counts as worthwhile, needless or futile, by what the exits say of the sample from there on; the three add up to
/// the mean cost less that of the first exit. Worthwhile is what the labels of <see cref="Correctness.MayLeave"/> would send on.
/// </summary>
public sealed class ForwardedCompute
{
    private ForwardedCompute(double[] worthwhile, double[] needless, double[] futile) =>
        (Worthwhile, Needless, Futile) = (Array.AsReadOnly(worthwhile), Array.AsReadOnly(needless), Array.AsReadOnly(futile));

    /// <summary>Spent on samples that the exit has wrong and a later exit has right, <c>[L - 1]</c>, in relative cost per sample of all N.</summary>
    public IReadOnlyList<double> Worthwhile { get; }

    /// <summary>Spent on samples that the exit has right already, <c>[L - 1]</c>, in relative cost per sample of all N.</summary>
    public IReadOnlyList<double> Needless { get; }

    /// <summary>Spent on samples that neither the exit nor any later one has right, <c>[L - 1]</c>, in relative cost per sample of all N.</summary>
    public IReadOnlyList<double> Futile { get; }

    /// <summary>All of it, in relative cost per sample: the mean cost less that of the first exit.</summary>
    public double Total => Worthwhile.Sum() + Needless.Sum() + Futile.Sum();

    /// <summary>The worthwhile share of <see cref="Total"/>, in [0, 1]; NaN where nothing is sent on.</summary>
    public double WorthwhileShare => Worthwhile.Sum() / Total;

    /// <summary>The needless share of <see cref="Total"/>, in [0, 1]; NaN where nothing is sent on.</summary>
    public double NeedlessShare => Needless.Sum() / Total;

    /// <summary>The futile share of <see cref="Total"/>, in [0, 1]; NaN where nothing is sent on.</summary>
    public double FutileShare => Futile.Sum() / Total;

    /// <summary>Follows every sample to the exit at which it leaves.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="decisions">Where their samples leave.</param>
    /// <exception cref="ArgumentException">The decisions are of another number of samples, or of exits that the outputs do not have.</exception>
    public static ForwardedCompute Of(ExitOutputs outputs, Decisions decisions)
    {
        var exits = decisions.Exits;
        if (exits.Length != outputs.N)
            throw new ArgumentException($"There are decisions for {exits.Length} samples, expected {outputs.N}.", nameof(decisions));
        var last = outputs.L - 1;
        int[] worthwhile = new int[last], needless = new int[last], futile = new int[last];
        var mayLeave = outputs.Correct.MayLeave();
        for (var n = 0; n < exits.Length; n++)
        {
            if (exits[n] > last) throw new ArgumentException($"Sample {n} leaves at exit {exits[n]}, expected 0 to {last}.", nameof(decisions));
            for (var exit = 0; exit < exits[n]; exit++)
                (outputs.Correct[exit, n] ? needless : mayLeave[exit, n] ? futile : worthwhile)[exit]++;
        }
        return new(Spent(worthwhile), Spent(needless), Spent(futile));

        double[] Spent(int[] samples) =>
            [.. samples.Select((count, exit) => count * (outputs.Costs[exit + 1] - outputs.Costs[exit]) / outputs.N)];
    }
}
