using System.Text;

namespace EarlyExit.Host.Notebooks;

/// <summary>
/// What a terminal would show of text as it arrives: a carriage return goes back to the start of the line, and what follows is
/// written over it. Blanks left at the end of such a line are what a progress line blanked itself with; they go.
/// </summary>
public sealed class TerminalText
{
    private readonly StringBuilder _above = new(), _line = new();
    private int _column;
    private bool _returned;

    /// <summary>The line that is being written.</summary>
    public string CurrentLine => _returned ? _line.ToString().TrimEnd(' ') : _line.ToString();

    /// <summary>The whole of <paramref name="text"/> as it would be shown.</summary>
    public static string Apply(string text)
    {
        var shown = new TerminalText();
        shown.Append(text);
        return shown.ToString();
    }

    public void Append(string text)
    {
        foreach (var letter in text)
            switch (letter)
            {
                case '\n':
                    _above.Append(CurrentLine).Append('\n');
                    _line.Clear();
                    (_column, _returned) = (0, false);
                    break;
                case '\r':
                    (_column, _returned) = (0, true);
                    break;
                default:
                    if (_column < _line.Length) _line[_column] = letter;
                    else _line.Append(letter);
                    _column++;
                    break;
            }
    }

    /// <summary>Appends, and takes out the lines that are finished.</summary>
    public string Finished(string text)
    {
        Append(text);
        var lines = _above.ToString();
        _above.Clear();
        return lines;
    }

    public override string ToString() => _above + CurrentLine;
}
