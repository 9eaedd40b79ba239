namespace EarlyExit.Exits;

/// <summary>What one exit of a toy says about every sample of a group.</summary>
/// <param name="Confidence">The largest softmax probability, in [1/C, 1).</param>
/// <param name="Accuracy">The share of the group's samples that the exit has right, in [0, 1].</param>
public readonly record struct ToyExit(double Confidence, double Accuracy);

/// <summary>Samples of a toy that the exits cannot tell apart.</summary>
/// <param name="Share">Their share of all samples, in (0, 1].</param>
/// <param name="Exits"><c>[L]</c>, what each exit says.</param>
public sealed record ToyGroup(double Share, params ToyExit[] Exits);

/// <summary>
/// Outputs in which everything is known exactly: groups of samples, to each of which an exit gives one confidence and of which it has a
/// given share right. Claims are argued on such toys before they are tried on networks.
/// </summary>
public static class ToyOutputs
{
    private const double Rounding = 1e-9;

    /// <summary>Makes the outputs. In a group, the samples that a less accurate exit has right are among those that a more accurate one has right.</summary>
    /// <param name="name">What the outputs are called.</param>
    /// <param name="samples">N.</param>
    /// <param name="costs"><c>[L]</c>, relative cost of leaving at each exit.</param>
    /// <param name="classes">C, at least 2; 1/C is the lowest possible confidence.</param>
    /// <param name="groups">Shares that add up to 1.</param>
    /// <exception cref="ArgumentException">A share or accuracy does not come to a whole number of samples, a confidence is out of range, or a group has not L exits.</exception>
    public static ExitOutputs Of(string name, int samples, double[] costs, int classes, params IReadOnlyList<ToyGroup> groups)
    {
        var logits = new float[costs.Length * samples * classes];
        var first = 0;
        foreach (var (g, group) in groups.Index())
        {
            if (group.Exits.Length != costs.Length)
                throw new ArgumentException($"Group {g} has {group.Exits.Length} exits, expected {costs.Length}, one for each cost.", nameof(groups));
            var count = Whole(group.Share * samples, $"the share {group.Share} of group {g}", samples);
            foreach (var (exit, says) in group.Exits.Index())
                Write(says, exit, first, count, g);
            first += count;
        }
        if (first != samples) throw new ArgumentException($"The groups have {first} samples, expected {samples}: their shares should add up to 1.", nameof(groups));
        return new ExitOutputs(logits, new int[samples], costs, classes, new OutputsInfo(Network: name));

        // The right class is always 0; a wrong prediction is 1.
        void Write(ToyExit says, int exit, int from, int count, int g)
        {
            if (!(says.Confidence > 1.0 / classes && says.Confidence < 1))
                throw new ArgumentException($"Group {g} has confidence {says.Confidence} at exit {exit}, expected above 1/{classes} and below 1.", nameof(groups));
            var right = Whole(says.Accuracy * count, $"the accuracy {says.Accuracy} of group {g} at exit {exit}", count);
            // Logit z against C - 1 zeros: exp(z) / (exp(z) + C - 1) is the confidence.
            var logit = (float)Math.Log(says.Confidence * (classes - 1) / (1 - says.Confidence));
            for (var k = 0; k < count; k++)
                logits[(exit * samples + from + k) * classes + (k < right ? 0 : 1)] = logit;
        }
    }

    private static int Whole(double count, string what, int of)
    {
        var whole = Math.Round(count);
        return Math.Abs(count - whole) <= Rounding * of && whole >= 0 && whole <= of
            ? (int)whole
            : throw new ArgumentException($"{char.ToUpperInvariant(what[0])}{what[1..]} is {count} of {of} samples, expected a whole number from 0 to {of}.");
    }
}
