using Microsoft.CodeAnalysis;

namespace EarlyExit.Host.Sessions;

/// <summary>What every cell sees besides its own declarations; the names are those that .NET Interactive gives them.</summary>
public sealed class CellGlobals
{
    private readonly Action<SessionEvent> _emit;
    private int _displays;

    internal CellGlobals(Action<SessionEvent> emit) => _emit = emit;

    // Under an alias, so that cells see its members, and no namespace of this program.
    internal static MetadataReference Reference { get; } = MetadataReference.CreateFromFile(
        typeof(CellGlobals).Assembly.Location, new MetadataReferenceProperties(aliases: ["workbook"]));

    /// <summary>Shows a value at once, before the cell ends; what comes back can show another in its place.</summary>
    public DisplayedValue display(object value)
    {
        var shown = new DisplayedValue($"display-{Interlocked.Increment(ref _displays)}", _emit);
        _emit(new DisplayData(ValueDisplay.Of(value), shown.Id));
        return shown;
    }
}

/// <summary>A place in a cell's outputs that shows one value after another: a progress bar, a curve that grows.</summary>
public sealed class DisplayedValue
{
    private readonly Action<SessionEvent> _emit;

    internal DisplayedValue(string id, Action<SessionEvent> emit) => (Id, _emit) = (id, emit);

    internal string Id { get; }

    /// <summary>Shows <paramref name="value"/> in place of what is shown.</summary>
    public void Update(object value) => _emit(new DisplayUpdate(Id, ValueDisplay.Of(value)));
}
