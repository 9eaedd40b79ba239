using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace EarlyExit.Tests.Site;

/// <summary>The figures of the site's pages in a browser: drawn live from the numbers of their pictures.</summary>
public sealed class LiveFigureTests(Browser browser)
{
    /// <summary>Of each figure: what went wrong, its alternative text, what is spoken, the size of its smallest letters, how far its texts and buttons reach out of it, and which texts lie on each other.</summary>
    private const string Look = """
        () => JSON.stringify([...document.querySelectorAll("figure.chart")].map(figure => {
          const live = figure.querySelector(".live");
          if (!live) return { problem: figure.dataset.problem ?? "not drawn", alt: "", spoken: "", smallest: 0, outside: 0, marks: 0, covered: "" };
          const box = live.getBoundingClientRect();
          const texts = [...live.querySelectorAll("text, button, .title")];
          return {
            problem: "", alt: figure.querySelector("img").alt, spoken: live.getAttribute("aria-label"),
            smallest: Math.min(...texts.map(one => parseFloat(getComputedStyle(one).fontSize))),
            outside: Math.max(...texts.map(one => one.getBoundingClientRect()).map(one => Math.max(box.left - one.left, one.right - box.right, box.top - one.top, one.bottom - box.bottom))),
            marks: live.querySelectorAll("svg svg > *").length,
            covered: [...live.querySelectorAll(".panel svg")].flatMap(picture => {
              const labels = [...picture.querySelectorAll("text")].map(one => ({ text: one.textContent, box: one.getBoundingClientRect() }));
              return labels.flatMap((one, k) => labels.slice(k + 1)
                .filter(({ box }) => Math.min(box.right, one.box.right) - Math.max(box.left, one.box.left) > 1 && Math.min(box.bottom, one.box.bottom) - Math.max(box.top, one.box.top) > 3)
                .map(other => `${one.text} / ${other.text}`));
            }).join(", "),
          };
        }))
        """;

    /// <summary>Moves a mouse over each series of a figure's plots, to its first, middle and last point as its own scale has them, and reads what is said.</summary>
    private const string Hover = """
        number => {
          const figure = document.querySelectorAll("figure.chart")[number];
          const chart = JSON.parse(figure.querySelector("script").textContent);
          const names = [...new Set(chart.data.map(trace => `${trace.xaxis ?? "x"} ${trace.yaxis ?? "y"}`))];
          const seen = [];
          names.forEach((name, place) => {
            const panel = figure.querySelectorAll(".panel")[place];
            panel.focus();
            for (let k = 0; k < 40; k++) {
              panel.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", cancelable: true }));
              const ring = panel.querySelector(".ring").getBoundingClientRect();
              const spoken = figure.querySelector(".said").textContent;
              panel.dispatchEvent(new PointerEvent("pointermove", { clientX: ring.left + ring.width / 2, clientY: ring.top + ring.height / 2, pointerType: "mouse" }));
              seen.push([name, spoken, figure.querySelector(".said").textContent, [...figure.querySelectorAll(".said span")].map(line => line.textContent)]);
            }
          });
          return JSON.stringify(seen);
        }
        """;

    [Theory]
    [InlineData(1200, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Every_figure_is_drawn_with_letters_of_11_pixels_and_more_and_nothing_reaches_out(int width, ColorScheme scheme)
    {
        await using var visit = await browser.OpenAsync("index.html", new() { Width = width, Height = 800 });
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var figures = 0;
        foreach (var page in browser.Pages.Where(page => char.IsAsciiDigit(page[0])))
        {
            await visit.GoBesideAsync(page);
            foreach (var figure in JsonSerializer.Deserialize<Seen[]>(await visit.Page.EvaluateAsync<string>(Look), JsonSerializerOptions.Web)!)
            {
                Assert.True(figure.Problem.Length == 0, $"{page}: {figure.Problem}");
                Assert.Equal(figure.Alt, figure.Spoken);
                Assert.True(figure.Smallest >= 11, $"{page}: letters of {figure.Smallest} pixels");
                Assert.True(figure.Outside <= 1, $"{page}, {width} wide: something reaches {figure.Outside:F0} pixels out of '{figure.Alt[..40]}'");
                Assert.True(figure.Covered.Length == 0, $"{page}, {width} wide: texts on each other in '{figure.Alt[..40]}': {figure.Covered}");
                Assert.True(figure.Marks > 0, $"{page}: nothing is drawn");
                figures++;
            }
        }
        Assert.True(figures > 40, $"{figures} figures");
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("05-")]
    [InlineData("23-")]
    [InlineData("24-")]
    [InlineData("30-")]
    [InlineData("33-")]
    public async Task What_is_said_under_the_pointer_are_the_numbers_of_the_data(string start)
    {
        await using var visit = await OpenAsync(start);
        var charts = await visit.Page.Locator("figure.chart script").AllTextContentsAsync();
        Assert.NotEmpty(charts);
        foreach (var (number, json) in charts.Index())
        {
            var known = Points(JsonDocument.Parse(json).RootElement);
            foreach (var said in JsonSerializer.Deserialize<JsonElement[][]>(await visit.Page.EvaluateAsync<string>(Hover, number))!)
            {
                // The keys went to a point and the mouse to where it is drawn: the same, unless another lies upon it.
                Assert.NotEqual("", said[2].GetString());
                var values = said[3].EnumerateArray().Select(line => line.GetString()!.Split(": ")[^1]).ToArray();
                Assert.Contains(known, point => point.Axes == said[0].GetString() && values.TakeLast(2).SequenceEqual([point.X, point.Y]));
            }
        }
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Series_are_switched_off_a_part_is_enlarged_and_paper_has_the_picture()
    {
        await using var visit = await OpenAsync("24-");
        var figure = visit.Page.Locator("figure.chart").First;
        var marks = figure.Locator("svg svg path");
        var before = await marks.CountAsync();
        var button = figure.Locator(".legend button").First;
        await button.ClickAsync();
        Assert.Equal("false", await button.GetAttributeAsync("aria-pressed"));
        Assert.True(await marks.CountAsync() < before);
        await button.PressAsync("Enter");
        Assert.Equal(before, await marks.CountAsync());

        var panel = figure.Locator(".panel");
        await panel.ScrollIntoViewIfNeededAsync();
        var ticks = await figure.Locator(".tick").AllTextContentsAsync();
        var box = (await panel.BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height / 3);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + box.Width * 3 / 4, box.Y + box.Height * 2 / 3);
        await visit.Page.Mouse.UpAsync();
        Assert.NotEqual(ticks, await figure.Locator(".tick").AllTextContentsAsync());
        await panel.PressAsync("Escape");
        Assert.Equal(ticks, await figure.Locator(".tick").AllTextContentsAsync());

        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await figure.Locator("img").IsVisibleAsync());
        Assert.False(await figure.Locator(".live").IsVisibleAsync());
        Assert.Empty(visit.Complaints);
    }

    private async Task<Visit> OpenAsync(string start)
    {
        var visit = await browser.OpenAsync("index.html"); // after which the pages are there
        await visit.GoBesideAsync(browser.Pages.First(page => page.StartsWith(start)));
        return visit;
    }

    /// <summary>Every point of every trace as the figure names it: categories, rows and marks by their words, numbers as they are.</summary>
    private static IReadOnlyList<(string Axes, string X, string Y)> Points(JsonElement chart)
    {
        var points = new List<(string, string, string)>();
        foreach (var trace in chart.GetProperty("data").EnumerateArray())
        {
            var (xAxis, yAxis) = (Text(trace, "xaxis", "x"), Text(trace, "yaxis", "y"));
            string[] x = [.. Names(trace, "x", xAxis)], y = [.. Names(trace, "y", yAxis)];
            if (trace.TryGetProperty("z", out _)) points.AddRange(from a in x from b in y select ($"{xAxis} {yAxis}", a, b));
            else points.AddRange(x.Zip(y, (a, b) => ($"{xAxis} {yAxis}", a, b)));
        }
        return points;

        static string Text(JsonElement trace, string name, string otherwise) => trace.TryGetProperty(name, out var value) ? value.GetString()! : otherwise;

        IEnumerable<string> Names(JsonElement trace, string values, string axis)
        {
            var layout = chart.GetProperty("layout").TryGetProperty($"{axis[0]}axis{axis[1..]}", out var found) ? found : default;
            var hasRows = layout.ValueKind == JsonValueKind.Object && layout.TryGetProperty("tickvals", out _);
            return trace.GetProperty(values).EnumerateArray().Select(value =>
            {
                if (value.ValueKind != JsonValueKind.Number) return value.ToString();
                var number = value.GetDouble();
                var row = hasRows ? layout.GetProperty("tickvals").EnumerateArray().Select(mark => mark.GetDouble()).ToList().FindIndex(mark => Math.Abs(mark - number) < (layout.TryGetProperty("showgrid", out _) ? .5 : 1e-12)) : -1;
                return row >= 0 ? layout.GetProperty("ticktext")[row].GetString()! : number.ToString(CultureInfo.InvariantCulture);
            });
        }
    }

    private sealed record Seen(string Problem, string Alt, string Spoken, double Smallest, double Outside, int Marks, string Covered);
}
