using System.Diagnostics;

namespace EarlyExit.Bench;

/// <summary>Somebody who can do the work and time it.</summary>
internal interface ISide
{
    /// <summary>Does the work some times in a row; the seconds that one took.</summary>
    double Seconds(int times);
}

/// <summary>Ours, in this process.</summary>
/// <param name="work">Does the work once.</param>
internal sealed class Here(Action work) : ISide
{
    public double Seconds(int times)
    {
        var start = Stopwatch.GetTimestamp();
        for (var k = 0; k < times; k++) work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / times;
    }
}
