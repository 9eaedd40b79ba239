using System.Diagnostics;
using Spectre.Console;

namespace EarlyExit.Host.Setup;

/// <summary>A part of the set-up that takes long enough to be shown: a line that moves in a terminal, a few lines in a log.</summary>
internal static class Step
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(30);

    /// <param name="title">What is being done.</param>
    /// <param name="work">Does it; what it is given shows a line of detail.</param>
    public static async Task<T> ShowAsync<T>(string title, Func<Action<string>, Task<T>> work)
    {
        var clock = Stopwatch.StartNew();
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            Console.WriteLine($"{title} ...");
            var silence = Stopwatch.StartNew();
            var plain = await work(line =>
            {
                if (silence.Elapsed < SignOfLife) return;
                silence.Restart();
                Console.WriteLine($"  {clock.Text()}  {line.Trim()}");
            });
            Console.WriteLine($"{title}: {clock.Text()}");
            return plain;
        }
        var result = await AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(title), status =>
            work(line => status.Status = Markup.Escape(Fit($"{title}  {clock.Text()}  {line.Trim()}"))));
        AnsiConsole.MarkupLineInterpolated($"[green]✓[/] {title}  [grey]{clock.Text()}[/]");
        return result;
    }

    private static string Fit(string text) => Math.Max(20, AnsiConsole.Profile.Width - 4) is var room && text.Length > room ? text[..room] : text;
}
