using System.Globalization;
using System.Text;

namespace EarlyExit.Exits;

/// <summary>
/// What a multi-exit network says about labelled samples: logits <c>[L, N, C]</c>, labels <c>[N]</c> and relative costs <c>[L]</c>. Every
/// measure, exit criterion, cost-accuracy frontier, calibrator and proxy is a function of this; a trained network is only needed to make it.
/// Immutable; arrays that are passed in are kept, not copied, and must not be changed afterwards.
/// </summary>
public sealed class ExitOutputs
{
    private readonly float[] _logits;
    private readonly int[] _labels;
    private readonly double[] _costs;
    private ExitTable<int>? _predictions;
    private Correctness? _correct;
    private SoftmaxSummary? _summary;

    /// <summary>Checks and wraps the outputs of a network.</summary>
    /// <param name="logits"><c>[L, N, C]</c>, row-major, finite.</param>
    /// <param name="labels"><c>[N]</c>, the right classes, in 0 to C - 1.</param>
    /// <param name="costs"><c>[L]</c>, the cost of leaving at each exit, earlier heads included, relative to the backbone without heads; strictly increasing, above 0.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="info">Where this comes from.</param>
    /// <exception cref="ArgumentException">A length, label, cost or logit is not as described; the message names it, its place and its value.</exception>
    public ExitOutputs(float[] logits, int[] labels, double[] costs, int classes, OutputsInfo info)
    {
        OutputsCheck.Shape(logits.LongLength, labels.Length, costs.Length, classes);
        OutputsCheck.Costs(costs);
        OutputsCheck.Labels(labels, classes);
        OutputsCheck.Logits(logits, labels.Length, classes);
        (_logits, _labels, _costs, C, Info) = (logits, labels, costs, classes, info);
        Costs = Array.AsReadOnly(costs);
    }

    /// <summary>Number of exits.</summary>
    public int L => _costs.Length;

    /// <summary>Number of samples.</summary>
    public int N => _labels.Length;

    /// <summary>Number of classes.</summary>
    public int C { get; }

    /// <summary>Where this comes from.</summary>
    public OutputsInfo Info { get; }

    /// <summary>All logits, <c>[L, N, C]</c>.</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>The right classes, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The cost of leaving at each exit, <c>[L]</c>; 1 is the backbone without heads.</summary>
    public IReadOnlyList<double> Costs { get; }

    /// <summary>The logits of one exit, <c>[N, C]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such exit.</exception>
    public ReadOnlySpan<float> At(int exit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exit, L);
        return _logits.AsSpan(exit * N * C, N * C);
    }

    /// <summary>The logits of one exit for one sample, <c>[C]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such exit or sample.</exception>
    public ReadOnlySpan<float> At(int exit, int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, N);
        return At(exit).Slice(sample * C, C);
    }

    /// <summary>The class that each exit predicts, <c>[L, N]</c>: the largest logit, the first one where several are equal.</summary>
    public ExitTable<int> Predictions => _predictions ??= Predict();

    /// <summary>Whether each exit predicts the right class, <c>[L, N]</c>.</summary>
    public Correctness Correct => _correct ??= Compare();

    /// <summary>Share of samples that each exit has right, <c>[L]</c>, in [0, 1].</summary>
    public double[] Accuracy() => [.. Enumerable.Range(0, L).Select(Correct.Accuracy)];

    /// <summary>A score of each sample at each exit, <c>[L, N]</c>, higher where the exit is readier to release it.</summary>
    /// <remarks>The largest softmax probability, which nearly every measure looks at, is computed once and kept.</remarks>
    public ScoreTable Score(IScore score) => ReferenceEquals(score, Scores.MaxSoftmax) ? Summary.Confidence : score.Of(this);

    /// <summary>Computed when it is first asked for, and kept.</summary>
    internal SoftmaxSummary Summary => _summary ??= SoftmaxSummary.Of(this);

    /// <summary>Where each sample leaves under a criterion, with the cost and accuracy that follow.</summary>
    public Decisions Decide(ICriterion criterion) => criterion.Decide(this);

    /// <summary>Where each sample leaves under a shared threshold on scores that are at hand: at the first exit whose score is strictly above it.</summary>
    /// <param name="scores"><c>[L, N]</c>, of these outputs.</param>
    /// <param name="threshold">Not NaN.</param>
    /// <exception cref="ArgumentException">The scores have another shape, or the threshold is NaN.</exception>
    public Decisions Decide(ScoreTable scores, double threshold)
    {
        scores.RequireShape(L, N, $"score '{scores.Name}'");
        if (double.IsNaN(threshold)) throw new ArgumentException("The threshold is NaN, expected a number.", nameof(threshold));
        return new Decisions(ThresholdPolicy.Leave(scores, [threshold]), this);
    }

    /// <summary>The same samples and costs under other logits, as a calibrator makes them.</summary>
    /// <param name="logits"><c>[L, N, C]</c>, finite.</param>
    /// <param name="variant">Replaces <see cref="OutputsInfo.Variant"/>.</param>
    /// <exception cref="ArgumentException">The logits have another size or are not finite.</exception>
    public ExitOutputs WithLogits(float[] logits, string variant) => new(logits, _labels, _costs, C, Info with { Variant = variant });

    /// <summary>Some of the samples, in the order given.</summary>
    /// <param name="samples">Indices into the samples, at least one; they may repeat.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not in 0 to N - 1.</exception>
    public ExitOutputs Subset(ReadOnlySpan<int> samples)
    {
        var labels = new int[samples.Length];
        var logits = new float[checked(L * samples.Length * C)];
        for (var k = 0; k < samples.Length; k++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(samples[k], nameof(samples));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(samples[k], N, nameof(samples));
            labels[k] = _labels[samples[k]];
            for (var exit = 0; exit < L; exit++)
                At(exit, samples[k]).CopyTo(logits.AsSpan((exit * samples.Length + k) * C, C));
        }
        return new ExitOutputs(logits, labels, _costs, C, Info);
    }

    /// <summary>Reads outputs from a NumPy <c>.npz</c> file with the keys logits, labels, costs and, optionally, info.</summary>
    /// <exception cref="OutputsFormatException">The file is damaged or holds something else; the message names file, key, what was found and what was expected.</exception>
    public static ExitOutputs Load(string path) => OutputsFile.Read(path);

    /// <summary>Writes a <c>.npz</c> file that <c>numpy.load</c> reads without pickles.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="precision">How logits are stored.</param>
    /// <exception cref="OverflowException">A logit is too large for half precision.</exception>
    public void Save(string path, LogitsPrecision precision = LogitsPrecision.Single) => OutputsFile.Write(path, this, precision);

    /// <summary>A plain table: exit, cost and accuracy.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Info}: L = {L} exits, N = {N} samples, C = {C} classes\nexit   cost  accuracy");
        for (var exit = 0; exit < L; exit++)
            text.Append(CultureInfo.InvariantCulture, $"\n{exit,4}  {Costs[exit],5:F3}  {Correct.Accuracy(exit),8:F4}");
        return text.ToString();
    }

    private ExitTable<int> Predict()
    {
        var predicted = new int[L * N];
        Parallel.For(0, L, exit =>
        {
            for (var row = exit * N; row < (exit + 1) * N; row++) predicted[row] = FirstLargest(_logits.AsSpan(row * C, C));
        });
        return new ExitTable<int>(predicted, L, N);
    }

    private Correctness Compare()
    {
        var predicted = Predictions.Values;
        var right = new bool[L * N];
        for (var exit = 0; exit < L; exit++)
            for (var n = 0; n < N; n++)
                right[exit * N + n] = predicted[exit * N + n] == _labels[n];
        return new Correctness(right, L, N);
    }

    private static int FirstLargest(ReadOnlySpan<float> logits) => logits.IndexOf(Softmax.Largest(logits));
}
