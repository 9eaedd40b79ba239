using System.Globalization;
using EarlyExit.Workbook;

namespace EarlyExit.Analysis;

/// <summary>Where a long analysis stands.</summary>
/// <param name="What">What is computed, such as <c>loss landscape</c>.</param>
/// <param name="Done">Points (or training steps) that are done, those of an earlier call that was cancelled included.</param>
/// <param name="Of">How many there are in all.</param>
/// <param name="Left">Time left; null while it is not known.</param>
public sealed record AnalysisProgress(string What, int Done, int Of, TimeSpan? Left)
{
    /// <summary>One line.</summary>
    public override string ToString()
    {
        var left = Left is { } time ? string.Create(CultureInfo.InvariantCulture, $", {(int)time.TotalMinutes}:{time.Seconds:00} left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{What}: {Done:N0} of {Of:N0}{left}");
    }
}

/// <summary>Shows progress on a line that leaves nothing behind.</summary>
internal sealed class AnalysisLine : IProgress<AnalysisProgress>, IDisposable
{
    private readonly ProgressLine _line = new();

    public void Report(AnalysisProgress value) => _line.Show(value.ToString());

    public void Dispose() => _line.Dispose();
}

/// <summary>Counts what is done and says how long the rest takes at the speed so far.</summary>
/// <param name="progress">Who is told.</param>
/// <param name="what">What is computed.</param>
/// <param name="of">How many steps there are in all.</param>
/// <param name="clock">The time.</param>
internal sealed class AnalysisPace(IProgress<AnalysisProgress> progress, string what, int of, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();
    private int _before;

    /// <summary>Steps that took this process no time, because an earlier one had done them.</summary>
    public void Skip(int steps) => _before += steps;

    /// <summary>Tells that <paramref name="done"/> steps are done, skipped ones included.</summary>
    public void Report(int done)
    {
        var seconds = clock.GetElapsedTime(_start).TotalSeconds;
        TimeSpan? left = done > _before && seconds > 1 ? TimeSpan.FromSeconds(seconds * (of - done) / (done - _before)) : null;
        progress.Report(new(what, done, of, left));
    }
}
