namespace EarlyExit.Workbook;

/// <summary>
/// One line that redraws itself with carriage returns and leaves nothing behind, as progress bars do: live in a terminal,
/// in VS Code and in Jupyter, absent from a committed notebook, whose outputs have their carriage returns applied.
/// </summary>
public sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly TextWriter _out = Console.Out;
    private DateTime _last = DateTime.MinValue;
    private int _width;

    /// <summary>Shows the line; calls within a fifth of a second of the last one that was shown are skipped.</summary>
    public void Show(string line)
    {
        var now = DateTime.UtcNow;
        if (now - _last < Interval) return;
        _last = now;
        _out.Write("\r" + line.PadRight(_width));
        _out.Flush();
        _width = line.Length;
    }

    /// <summary>Blanks the line.</summary>
    public void Dispose()
    {
        if (_width == 0) return;
        _out.Write("\r" + new string(' ', _width) + "\r");
        _out.Flush();
        _width = 0;
    }
}
