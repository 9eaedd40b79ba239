using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>
/// Gathers what a cell does into the outputs that a notebook stores: neighbouring texts of one stream as one output, carriage
/// returns applied, nothing stored for a text of which nothing stays; where values followed each other in one place, the last.
/// </summary>
public sealed class OutputCollector
{
    private readonly List<Output> _outputs = [];
    private readonly Dictionary<string, int> _places = [];
    private TerminalText? _text;
    private string _stream = "";

    /// <summary>The line that the cell is writing at the moment; a progress line, as a rule.</summary>
    public string CurrentLine => _text?.CurrentLine ?? "";

    public void Add(SessionEvent found)
    {
        if (found is StreamText text)
        {
            if (_stream != text.Name) CloseStream();
            _stream = text.Name;
            (_text ??= new TerminalText()).Append(text.Text);
            return;
        }
        if (found is DisplayUpdate update)
        {
            Replace(update);
            return;
        }
        CloseStream();
        if (found is DisplayData display)
        {
            if (display.Id is not null) _places[display.Id] = _outputs.Count;
            _outputs.Add(new DisplayOutput(display.Data, []));
        }
        if (found is CellError error) _outputs.Add(new ErrorOutput(error.Type, error.Message, error.Trace));
    }

    /// <summary>Puts a value in its place, which may be among the outputs that <see cref="Finish"/> has given out; false where it is another cell's.</summary>
    public bool Replace(DisplayUpdate update)
    {
        if (!_places.TryGetValue(update.Id, out var place)) return false;
        _outputs[place] = new DisplayOutput(update.Data, []);
        return true;
    }

    public IReadOnlyList<Output> Finish()
    {
        CloseStream();
        return _outputs;
    }

    private void CloseStream()
    {
        if (_text?.ToString() is { Length: > 0 } shown) _outputs.Add(new StreamOutput(_stream, shown));
        (_text, _stream) = (null, "");
    }
}
