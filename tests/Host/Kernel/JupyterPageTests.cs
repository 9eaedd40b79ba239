using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EarlyExit.Host.Notebooks;
using EarlyExit.Tests.Site;
using Microsoft.Playwright;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>Jupyter's notebook page in headless Chromium: it opens one of our notebooks, runs it, shows its figure, and stops a long cell.</summary>
public sealed class JupyterPageTests(Jupyter jupyter, Browser browser)
{
    private const string Token = "a-token-for-tests";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notebook_opens_runs_shows_its_figure_and_is_interrupted()
    {
        // Figures without the minutes that networks take to train.
        var setup = NotebookReader.Read(Path.Combine(Jupyter.Repository.Notebooks, "00-tour.ipynb")).CodeCells.First().Source
            .Replace("../artifacts", Path.Combine(Jupyter.Repository.Root, "artifacts"));
        var folder = Directory.CreateDirectory(jupyter.File("page")).FullName;
        NotebookWriter.Write(CanonicalForm.Of(SmallNotebooks.Of(setup,
            "var outputs = ExitOutputs.Load(Directory.GetFiles(Session.ZooFolder, \"*.npz\", SearchOption.AllDirectories).Order().First());\nCharts.AccuracyPerExit((\"a figure\", outputs))",
            "Console.WriteLine(\"turning\");\nwhile (true) { }")), Path.Combine(folder, "small.ipynb"));
        await using var server = await NotebookServer.StartAsync(jupyter, folder);
        await using var context = await (await browser.StartedAsync()).NewContextAsync();
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        await page.GotoAsync($"http://127.0.0.1:{server.Port}/notebooks/small.ipynb?token={Token}");
        await page.WaitForFunctionAsync("window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
        Assert.Equal("C# (test)", (await page.TextContentAsync(".kernel_indicator_name"))?.Trim());
        await page.EvaluateAsync("Jupyter.notebook.execute_all_cells()");
        await page.WaitForFunctionAsync("document.querySelectorAll('.code_cell')[2].querySelector('.output_stdout')?.textContent.includes('turning')");
        var figure = page.Locator(".code_cell").Nth(1).Locator(".output_area img");
        Assert.InRange(await figure.EvaluateAsync<int>("image => image.naturalWidth"), 100, 5000);
        await page.EvaluateAsync("Jupyter.notebook.kernel.interrupt()");
        await page.WaitForFunctionAsync("document.querySelectorAll('.code_cell')[2].querySelector('.output_error')?.textContent.includes('Interrupted')");
        Assert.Equal(0, await page.Locator(".code_cell").Nth(0).Locator(".output_error").CountAsync());
        await page.EvaluateAsync("""
            () => {
              const cell = Jupyter.notebook.insert_cell_at_bottom("code");
              cell.set_text("outputs.L / outputs.L * 42");
              cell.execute();
            }
            """);
        await page.WaitForFunctionAsync("document.querySelectorAll('.code_cell')[3].querySelector('.output_text')?.textContent.trim() === '42'");
        if (Environment.GetEnvironmentVariable("EARLYEXIT_SCREENSHOT") is { Length: > 0 } file)
        {
            await page.SetViewportSizeAsync(1100, 1500);
            await page.ScreenshotAsync(new() { Path = file });
        }
    }

    /// <summary>Debian's notebook server, on a free port of this machine.</summary>
    private sealed class NotebookServer(Process process, int port) : IAsyncDisposable
    {
        public int Port => port;

        public static async Task<NotebookServer> StartAsync(Jupyter jupyter, string folder)
        {
            var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(place => Path.Combine(place, "jupyter-notebook")).FirstOrDefault(File.Exists);
            Assert.SkipWhen(program is null, "no Jupyter notebook: Debian's package jupyter-notebook is not installed");
            var port = FreePort();
            var start = new ProcessStartInfo(program!, ["--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--port-retries=0", $"--NotebookApp.token={Token}", folder])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            foreach (var (name, value) in jupyter.Variables) start.Environment[name] = value;
            var process = Process.Start(start)!;
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            using var http = new HttpClient();
            for (var attempt = 0; attempt < 600; attempt++)
            {
                try
                {
                    if ((await http.GetAsync($"http://127.0.0.1:{port}/api?token={Token}", Cancellation)).IsSuccessStatusCode) break;
                }
                catch (HttpRequestException)
                {
                    // Not yet.
                }
                await Task.Delay(100, Cancellation);
            }
            return new NotebookServer(process, port);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
