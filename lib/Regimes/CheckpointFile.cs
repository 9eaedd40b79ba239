namespace EarlyExit.Regimes;

/// <summary>Where a phase is saved while it trains.</summary>
/// <param name="Path">The file; replaced as a whole at each save.</param>
/// <param name="Identity">What determines the phase. A file under another identity is refused.</param>
/// <param name="Every">How often, by the clock; it is also saved on cancellation.</param>
public sealed record CheckpointFile(string Path, string Identity, TimeSpan Every)
{
    internal void Save(PhasePosition position, PhaseState state) => new Checkpoint(Identity, position, state.Sections).Save(Path);

    /// <summary>Brings back the state in the file; null if there is none.</summary>
    internal PhasePosition? Resume(PhaseState state)
    {
        if (!File.Exists(Path)) return null;
        var checkpoint = Checkpoint.Load(Path);
        if (checkpoint.Identity != Identity)
            throw new CheckpointFormatException(Path, $"it belongs to another training:\n{checkpoint.Identity}\nexpected\n{Identity}\n");
        try
        {
            state.Sections = checkpoint.Sections;
        }
        catch (Exception error) when (error is ArgumentException or InvalidDataException or KeyNotFoundException)
        {
            throw new CheckpointFormatException(Path, $"its weights or the state of its optimiser do not fit ({error.Message.TrimEnd('.')})");
        }
        return checkpoint.Position;
    }
}
