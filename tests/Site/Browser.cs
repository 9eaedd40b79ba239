using EarlyExit.Host;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Site;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Site;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace EarlyExit.Tests.Site;

/// <summary>
/// Headless Chromium, as it is installed on this machine, and the repository's site as it is committed, built once for all tests that look at
/// it. Nothing is started before the first of them asks.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<IBrowser>> _browser;
    private readonly Lazy<Task> _site;
    private IPlaywright? _playwright;

    public Browser()
    {
        _browser = new(StartAsync);
        _site = new(() => Task.Run(() => SiteBuilder.Write(SiteBuilder.Committed(Repository), _folder.Path, Repository.Docs, Repository.Zoo)));
    }

    public static Repository Repository { get; } = Repository.Find();

    private static string? Executable => Names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The pages of the site.</summary>
    public IEnumerable<string> Pages => Directory.EnumerateFiles(_folder.Path, "*.html").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>A page of the site, opened from its file without a network; the test is skipped where there is no browser.</summary>
    public async Task<Visit> OpenAsync(string page, ViewportSize? size = null)
    {
        await _site.Value;
        return await OpenFileAsync(Path.Combine(_folder.Path, page), size);
    }

    /// <summary>The browser itself; the test is skipped where there is none.</summary>
    public async Task<IBrowser> StartedAsync()
    {
        Assert.SkipWhen(Executable is null, $"no browser: none of {string.Join(", ", Names)} is on the path");
        return await _browser.Value;
    }

    /// <summary>Any page, likewise.</summary>
    public async Task<Visit> OpenFileAsync(string file, ViewportSize? size = null)
    {
        var browser = await StartedAsync();
        var context = await browser.NewContextAsync(new() { ViewportSize = size ?? new() { Width = 1200, Height = 900 }, Offline = true });
        context.SetDefaultTimeout(10_000);
        var visit = new Visit(context, await context.NewPageAsync());
        await visit.GoAsync(file);
        return visit;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated) await (await _browser.Value).CloseAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}

/// <summary>A page that is open, and what it did that it should not.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Complaints.Add($"{message.Type}: {message.Text}"); };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Dialog += async (_, dialog) => { Complaints.Add($"dialog: {dialog.Message}"); await dialog.DismissAsync(); };
        page.Request += (_, request) => { if (!request.Url.StartsWith("file:") && !request.Url.StartsWith("data:")) Complaints.Add($"request: {request.Url}"); };
    }

    public IPage Page { get; }

    /// <summary>Errors, warnings, dialogs, and requests to elsewhere than files.</summary>
    public List<string> Complaints { get; } = [];

    public async Task GoAsync(string file) => await Page.GotoAsync(new Uri(file).AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });

    /// <summary>To another page in the folder of this one.</summary>
    public Task GoBesideAsync(string page) => GoAsync(Path.Combine(Path.GetDirectoryName(new Uri(Page.Url).LocalPath)!, page));

    /// <summary>Waits until a function of the page is true. Playwright's own way is an eval in the page, which the page's policy forbids.</summary>
    public static async Task UntilAsync(IPage page, string function, object? argument = null)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            if (await page.EvaluateAsync<bool>(function, argument)) return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"{function} has not become true: {await page.TextContentAsync("main")}");
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
