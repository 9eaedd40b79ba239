namespace EarlyExit.Host.Sessions;

/// <summary>MIME types of shown values. JSON is passed on as JSON, everything else as text.</summary>
public static class Mime
{
    public const string Html = "text/html", Text = "text/plain", Plotly = "application/vnd.plotly.v1+json";

    public static bool IsJson(string mime) => mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal);
}
