namespace EarlyExit.Exits;

/// <summary>A score that says how ready a sample is to leave, at each exit; higher is readier.</summary>
public interface IScore
{
    /// <summary>The name in tables and legends.</summary>
    string Name { get; }

    /// <summary>The score of every sample at every exit, <c>[L, N]</c>.</summary>
    /// <exception cref="ArgumentException">The score is not a number somewhere, or does not fit these outputs.</exception>
    ScoreTable Of(ExitOutputs outputs);
}

/// <summary>A score of one sample from its logits <c>[C]</c> at one exit; higher is readier to leave.</summary>
public delegate double SampleScore(ReadOnlySpan<float> logits);

/// <summary>A score that looks at the logits of one sample at one exit and at nothing else.</summary>
/// <param name="Name">The name in tables and legends.</param>
/// <param name="Of">The score of one sample. Called from several threads.</param>
public sealed record Score(string Name, SampleScore Of) : IScore
{
    /// <summary>What no logits exceed; infinity where there is no such number. No sample leaves at a threshold from here on.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    ScoreTable IScore.Of(ExitOutputs outputs)
    {
        var values = new double[outputs.L * outputs.N];
        Parallel.For(0, outputs.L, exit =>
        {
            for (var n = 0; n < outputs.N; n++)
                values[exit * outputs.N + n] = Of(outputs.At(exit, n));
        });
        return new ScoreTable(Name, values, outputs.L, outputs.N);
    }
}
