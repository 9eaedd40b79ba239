namespace EarlyExit.Exits;

/// <summary>What happens to one sample once the threshold falls below a score.</summary>
/// <param name="From">Its exit at thresholds from the score upwards.</param>
/// <param name="To">Its exit just below the score.</param>
/// <param name="Gain">How many more samples are right then: -1, 0 or 1.</param>
internal readonly record struct Move(int From, int To, int Gain);

/// <summary>Every change of a decision that a falling shared threshold makes: move k happens below score k.</summary>
internal sealed record FrontierEvents(double[] Scores, Move[] Moves)
{
    public static FrontierEvents Of(ScoreTable scores, ExitOutputs outputs)
    {
        scores.RequireShape(outputs.L, outputs.N, $"score '{scores.Name}'");
        var values = scores.Values;
        var right = outputs.Correct.Values;
        int last = outputs.L - 1, n = outputs.N, count = 0;
        var at = new double[last * n];
        var moves = new Move[last * n];
        for (var sample = 0; sample < n; sample++)
        {
            var highest = double.NegativeInfinity;
            var record = -1;
            for (var exit = 0; exit < last; exit++)
            {
                var score = values[exit * n + sample];
                if (score <= highest) continue;
                // Only now is it known from where the sample comes when it falls back to the record before.
                if (record >= 0) moves[count - 1] = new Move(exit, record, Gain(right, exit * n + sample, record * n + sample));
                (highest, record) = (score, exit);
                at[count++] = score;
            }
            if (record >= 0) moves[count - 1] = new Move(last, record, Gain(right, last * n + sample, record * n + sample));
        }
        return new(at[..count], moves[..count]);
    }

    private static int Gain(ReadOnlySpan<bool> right, int from, int to) => (right[to] ? 1 : 0) - (right[from] ? 1 : 0);
}
