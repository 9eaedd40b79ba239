using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Host;

/// <summary>A session and everything that its last cell did.</summary>
internal sealed class SessionLog(string folder)
{
    private readonly ScriptSession _session = new(folder);

    public List<SessionEvent> Events { get; } = [];

    public CellError? Error => Events.OfType<CellError>().SingleOrDefault();

    public string Output => string.Concat(Events.OfType<StreamText>().Select(text => text.Text));

    public string? Shown => Events.OfType<DisplayData>().SingleOrDefault()?.Data[Mime.Text].ToString();

    public async Task<SessionLog> RunAsync(params string[] cells)
    {
        foreach (var cell in cells)
        {
            Events.Clear();
            await _session.ExecuteAsync(cell, Events.Add, TestContext.Current.CancellationToken);
        }
        return this;
    }
}
