namespace EarlyExit.Exits;

/// <summary>
/// Leave where the sample may leave: at the first exit that is right, or at once when no exit is (<see cref="Correctness.MayLeave"/>). It
/// looks at the labels, so it is no criterion for use but the head-room of all: no criterion on these exits is more accurate.
/// </summary>
public sealed class Oracle : ICriterion
{
    /// <inheritdoc/>
    public string Name => "oracle";

    /// <inheritdoc/>
    public Decisions Decide(ExitOutputs outputs)
    {
        var mayLeave = outputs.Correct.MayLeave();
        var exits = new int[outputs.N];
        for (var exit = outputs.L - 1; exit >= 0; exit--)
        {
            var here = mayLeave.Of(exit);
            for (var n = 0; n < here.Length; n++)
                if (here[n]) exits[n] = exit;
        }
        return new Decisions(exits, outputs);
    }
}
