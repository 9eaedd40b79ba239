namespace EarlyExit.Exits;

/// <summary>Scores from which classes the exits predict, rather than from how sure they are.</summary>
public static class AgreementOfExits
{
    /// <summary>1 where an exit predicts the class that the exit before it predicted, 0 where it does not. The first exit, which nothing contradicts, has 1.</summary>
    public static ScoreTable Agreement(this ExitOutputs outputs) =>
        Runs(outputs, "agreement", (exit, run) => exit == 0 || run > 1 ? 1 : 0);

    /// <summary>The counter of <see cref="Patience"/>: how many exits in a row, up to this one, predict the same class; 1 at the first exit, at most L.</summary>
    public static ScoreTable AgreementRun(this ExitOutputs outputs) => Runs(outputs, "agreement run", (_, run) => run);

    private static ScoreTable Runs(ExitOutputs outputs, string name, Func<int, int, double> score)
    {
        var (l, n) = (outputs.L, outputs.N);
        var scores = new double[l * n];
        var run = new int[n];
        for (var exit = 0; exit < l; exit++)
        {
            var here = outputs.Predictions.Of(exit);
            var before = outputs.Predictions.Of(Math.Max(0, exit - 1));
            for (var k = 0; k < n; k++)
            {
                run[k] = exit > 0 && here[k] == before[k] ? run[k] + 1 : 1;
                scores[exit * n + k] = score(exit, run[k]);
            }
        }
        return new ScoreTable(name, scores, l, n);
    }
}
