using EarlyExit.Exits;

namespace EarlyExit.Inference;

/// <summary>A criterion sample by sample, while a batch runs: the same decisions as over stored outputs.</summary>
internal abstract class Leaving
{
    /// <summary>Whether the head of an early exit has to be computed: a sample may leave there, or what it says counts later.</summary>
    public abstract bool Reads(int exit);

    /// <summary>A new batch of so many samples.</summary>
    public virtual void Start(int samples)
    {
    }

    /// <summary>Whether a sample, numbered as it came in, leaves at an early exit, and what the criterion saw.</summary>
    /// <param name="exit">Below L - 1; a sample comes to those with <see cref="Reads"/> in order.</param>
    /// <param name="sample">0 .. samples - 1.</param>
    /// <param name="logits">[C].</param>
    public abstract bool At(int exit, int sample, ReadOnlySpan<float> logits);

    /// <summary>What <see cref="Predictions.Confidences"/> says.</summary>
    public abstract double Confidence(ReadOnlySpan<float> logits);

    /// <summary>A criterion for a network of <paramref name="exits"/> exits.</summary>
    /// <exception cref="ArgumentException">It needs more than one sample's logits up to the exit, or has thresholds for another number of exits.</exception>
    public static Leaving By(ICriterion criterion, int exits) => criterion switch
    {
        ChosenThresholds chosen => By(chosen.Policy, exits),
        ThresholdPolicy { Score: Score score } policy when policy.Thresholds.Count == 1 || policy.Thresholds.Count == exits - 1 => new ByThreshold(score, policy.Thresholds),
        ThresholdPolicy { Score: Score } policy => throw new ArgumentException(
            $"There are {policy.Thresholds.Count} thresholds for {exits} exits, expected 1 or {exits - 1}.", nameof(criterion)),
        Patience patience => new ByPatience(patience.Threshold, exits),
        _ => throw new ArgumentException(
            $"'{criterion.Name}' cannot decide while a batch runs: expected thresholds on a score of one sample's logits (Scores.MaxSoftmax, ...), or patience.",
            nameof(criterion)),
    };

    private sealed class ByThreshold(Score score, IReadOnlyList<double> thresholds) : Leaving
    {
        private double Threshold(int exit) => thresholds.Count == 1 ? thresholds[0] : thresholds[exit];

        public override bool Reads(int exit) => Threshold(exit) < score.Most;

        public override bool At(int exit, int sample, ReadOnlySpan<float> logits) => score.Of(logits) > Threshold(exit);

        public override double Confidence(ReadOnlySpan<float> logits) => score.Of(logits);
    }

    private sealed class ByPatience(int threshold, int exits) : Leaving
    {
        private int[] _class = [];
        private int[] _run = [];

        // The counter is at most exit + 1; where no early exit can reach the threshold none counts.
        public override bool Reads(int exit) => exits - 1 > threshold;

        public override void Start(int samples) => (_class, _run) = (new int[samples], new int[samples]);

        public override bool At(int exit, int sample, ReadOnlySpan<float> logits)
        {
            var here = EarlyExitModel.Largest(logits);
            _run[sample] = _run[sample] > 0 && _class[sample] == here ? _run[sample] + 1 : 1;
            _class[sample] = here;
            return _run[sample] > threshold;
        }

        public override double Confidence(ReadOnlySpan<float> logits) => Scores.MaxSoftmax.Of(logits);
    }
}
