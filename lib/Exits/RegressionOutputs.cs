using System.Globalization;
using System.Text;

namespace EarlyExit.Exits;

/// <summary>
/// What a multi-exit network that predicts a number says about samples: predictions <c>[L, N]</c>, the right numbers <c>[N]</c> and relative
/// costs <c>[L]</c>. What <see cref="ExitOutputs"/> is for classes. Arrays that are passed in are kept, not copied, and must not be
/// changed afterwards.
/// </summary>
public sealed class RegressionOutputs
{
    private readonly float[] _targets;
    private readonly double[] _costs;

    /// <summary>Checks and wraps the outputs of a network.</summary>
    /// <param name="predictions"><c>[L, N]</c>, row-major, finite.</param>
    /// <param name="targets"><c>[N]</c>, finite.</param>
    /// <param name="costs"><c>[L]</c>, the cost of leaving at each exit, earlier heads included, relative to the backbone without heads; strictly increasing, above 0.</param>
    /// <param name="info">Where this comes from.</param>
    /// <exception cref="ArgumentException">A length, cost or number is not as described; the message names it, its place and its value.</exception>
    public RegressionOutputs(float[] predictions, float[] targets, double[] costs, OutputsInfo info)
    {
        OutputsCheck.Costs(costs);
        OutputsCheck.Finite("predictions", predictions);
        OutputsCheck.Finite("targets", targets);
        Predictions = new ExitTable<float>(predictions, costs.Length, targets.Length);
        (_targets, _costs, Info) = (targets, costs, info);
        Costs = Array.AsReadOnly(costs);
    }

    /// <summary>Number of exits.</summary>
    public int L => _costs.Length;

    /// <summary>Number of samples.</summary>
    public int N => _targets.Length;

    /// <summary>Where this comes from.</summary>
    public OutputsInfo Info { get; }

    /// <summary>What each exit says about each sample, <c>[L, N]</c>.</summary>
    public ExitTable<float> Predictions { get; }

    /// <summary>The right numbers, <c>[N]</c>.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>The cost of leaving at each exit, <c>[L]</c>; 1 is the backbone without heads.</summary>
    public IReadOnlyList<double> Costs { get; }

    /// <summary>Mean squared error of each exit, <c>[L]</c>.</summary>
    public double[] SquaredError() => [.. Enumerable.Range(0, L).Select(exit => Enumerable.Range(0, N)
        .Average(n => Math.Pow((double)Predictions[exit, n] - _targets[n], 2)))];

    /// <summary>
    /// How steady a sample's predictions have become, <c>[L, N]</c>: minus the largest of the last <paramref name="patience"/> changes from one
    /// exit to the next, and minus infinity where there have not been as many. A shared threshold -eps on it is PBEE's rule for regression.
    /// </summary>
    /// <param name="patience">1 to L - 1.</param>
    public ScoreTable Steadiness(int patience = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(patience, L);
        var scores = new double[L * N];
        Array.Fill(scores, double.NegativeInfinity);
        for (var exit = patience; exit < L; exit++)
            for (var n = 0; n < N; n++)
            {
                var largest = 0.0;
                for (var k = exit - patience + 1; k <= exit; k++)
                    largest = Math.Max(largest, Math.Abs((double)Predictions[k, n] - Predictions[k - 1, n]));
                scores[exit * N + n] = -largest;
            }
        return new ScoreTable(patience == 1 ? "prediction change" : $"prediction change, patience {patience}", scores, L, N);
    }

    /// <summary>
    /// Where each sample leaves when it does so after <paramref name="patience"/> changes in a row that are smaller than
    /// <paramref name="eps"/> (PBEE; Zhou et al. 2020, section 3.2). The last exit takes the rest.
    /// </summary>
    /// <param name="eps">Not NaN; what is not above 0 sends everybody to the last exit.</param>
    /// <param name="patience">1 to L - 1.</param>
    public RegressionDecisions Decide(double eps, int patience = 1) => Decide(Steadiness(patience), -eps);

    /// <summary>Where each sample leaves under a shared threshold on scores: at the first exit whose score is strictly above it.</summary>
    /// <param name="scores"><c>[L, N]</c>, of these outputs.</param>
    /// <param name="threshold">Not NaN.</param>
    /// <exception cref="ArgumentException">The scores have another shape, or the threshold is NaN.</exception>
    public RegressionDecisions Decide(ScoreTable scores, double threshold)
    {
        scores.RequireShape(L, N, $"score '{scores.Name}'");
        if (double.IsNaN(threshold)) throw new ArgumentException("The threshold is NaN, expected a number.", nameof(threshold));
        return new(ThresholdPolicy.Leave(scores, [threshold]), this);
    }

    /// <summary>The same outputs under another description.</summary>
    public RegressionOutputs WithInfo(OutputsInfo info) => new([.. Predictions.Values], _targets, _costs, info);

    /// <summary>Reads outputs from a NumPy <c>.npz</c> file with the keys predictions, targets, costs and, optionally, info.</summary>
    /// <exception cref="OutputsFormatException">The file is damaged or holds something else; the message names file, key, what was found and what was expected.</exception>
    public static RegressionOutputs Load(string path) => OutputsFile.ReadRegression(path);

    /// <summary>Writes a <c>.npz</c> file that <c>numpy.load</c> reads without pickles.</summary>
    public void Save(string path) => OutputsFile.Write(path, this);

    /// <summary>A plain table: exit, cost and squared error.</summary>
    public override string ToString()
    {
        var errors = SquaredError();
        var text = new StringBuilder($"{Info}: L = {L} exits, N = {N} samples, a number each\nexit   cost  squared error");
        for (var exit = 0; exit < L; exit++)
            text.Append(CultureInfo.InvariantCulture, $"\n{exit,4}  {Costs[exit],5:F3}  {errors[exit],13:F4}");
        return text.ToString();
    }
}

/// <summary>The exit at which each sample of a regression leaves, and what follows from it.</summary>
public sealed class RegressionDecisions
{
    private readonly int[] _exits;
    private readonly int[] _counts;
    private readonly float[] _numbers;

    internal RegressionDecisions(int[] exits, RegressionOutputs outputs)
    {
        _exits = exits;
        _counts = new int[outputs.L];
        _numbers = new float[outputs.N];
        for (var n = 0; n < exits.Length; n++)
        {
            _counts[exits[n]]++;
            _numbers[n] = outputs.Predictions[exits[n], n];
        }
        Cost = OperatingPoint.MeanCost(_counts, [.. outputs.Costs], outputs.N);
    }

    /// <summary>The exit of each sample, <c>[N]</c>, from 0.</summary>
    public ReadOnlySpan<int> Exits => _exits;

    /// <summary>What is said about each sample where it leaves, <c>[N]</c>.</summary>
    public ReadOnlySpan<float> Predictions => _numbers;

    /// <summary>Mean relative cost.</summary>
    public double Cost { get; }

    /// <summary>Share of samples that leave at each exit, <c>[L]</c>; they add up to 1.</summary>
    public double[] Shares() => [.. _counts.Select(count => (double)count / _exits.Length)];
}
