using System.Diagnostics;
using System.Globalization;

namespace EarlyExit.Host;

/// <summary>Times as people read them: 0:07, 12:30, 3:05:00.</summary>
internal static class Clock
{
    public static string Text(this Stopwatch clock) =>
        clock.Elapsed.ToString(clock.Elapsed.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}
