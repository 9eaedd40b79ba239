using System.Globalization;
using System.Text.Json;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Site;
using EarlyExit.Tests.Host;
using Microsoft.Playwright;

namespace EarlyExit.Tests.Site;

/// <summary>The site of the committed notebooks in a browser.</summary>
public sealed class PageTests(Browser browser)
{
    private const string Contrasts = """
        () => {
          const seen = [];
          const background = element => {
            for (; element; element = element.parentElement) {
              const colour = getComputedStyle(element).backgroundColor;
              if (!/rgba\(.*, 0\)|transparent/.test(colour)) return colour;
            }
            return getComputedStyle(document.documentElement).backgroundColor;
          };
          for (const element of document.querySelectorAll("body *")) {
            const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
            if (!own || !element.checkVisibility() || element.closest("svg, option, noscript")) continue;
            const style = getComputedStyle(element);
            seen.push([element.tagName + "." + element.className, style.color, background(element), parseFloat(style.fontSize)]);
          }
          return JSON.stringify(seen);
        }
        """;

    [Fact]
    public async Task Every_page_opens_without_a_network_fits_a_phone_and_paper_and_has_an_end_for_each_link()
    {
        await using var visit = await browser.OpenAsync("index.html");
        var ids = new Dictionary<string, HashSet<string>>();
        var links = new List<(string From, string To)>();
        foreach (var page in browser.Pages)
        {
            await visit.Page.SetViewportSizeAsync(1200, 900);
            await visit.GoBesideAsync(page);
            Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
            Assert.Equal(1, await visit.Page.Locator("main").CountAsync());
            var all = await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('[id]')].map(one => one.id)");
            ids[page] = [.. all];
            Assert.Equal(all.Length, ids[page].Count);
            links.AddRange((await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))")).Select(to => (page, to)));
            await visit.Page.SetViewportSizeAsync(360, 740);
            // The explorer draws anew for the new width, in a frame of its own.
            var width = 0;
            for (var tries = 0; tries < 50 && (width = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")) > 360; tries++)
                await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.True(width <= 360, $"{page} is {width} pixels wide on a phone of 360");
            Assert.Equal(0, await visit.Page.Locator("main img:not([alt]), main section img[alt='']").CountAsync());
            // A4 with its usual margins.
            await visit.Page.SetViewportSizeAsync(718, 1000);
            await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
            var cut = await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('main tr, main img, main svg')]"
                + ".filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1).map(one => `${one.tagName} ${one.textContent.slice(0, 40)}`)");
            Assert.True(cut.Length == 0, $"{page} is wider than paper: {string.Join("; ", cut)}");
            await visit.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        }
        Assert.Empty(visit.Complaints);
        foreach (var (from, to) in links.Where(link => !link.To.Contains(':')))
        {
            var (page, anchor) = to.Split('#') is [var file, var place] ? (file, place) : (to, "");
            var target = page.Length > 0 ? page : from;
            Assert.True(ids.ContainsKey(target) || File.Exists(Path.Combine(Browser.Repository.Notebooks, target)), $"{from} links to {to}");
            if (anchor.Length > 0 && ids.TryGetValue(target, out var there)) Assert.True(there.Contains(anchor), $"{from} links to {to}, which has no such place");
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_background_and_is_large_enough_on_every_page(ColorScheme scheme)
    {
        await using var visit = await browser.OpenAsync("index.html");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        foreach (var page in browser.Pages)
        {
            await visit.GoBesideAsync(page);
            await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
            var texts = JsonSerializer.Deserialize<JsonElement[][]>(await visit.Page.EvaluateAsync<string>(Contrasts))!;
            Assert.True(texts.Length > 20, $"{page}: {texts.Length} texts");
            foreach (var text in texts)
            {
                var contrast = Contrast(text[1].GetString()!, text[2].GetString()!);
                Assert.True(contrast >= 4.5, $"{page}, {scheme}: {text[0]} has {text[1]} on {text[2]}, a contrast of {contrast:F2}");
                Assert.True(text[3].GetDouble() >= 11, $"{page}: {text[0]} is {text[3]} pixels high");
            }
        }
    }

    [Fact]
    public async Task A_keyboard_gets_past_the_frame_and_through_the_search()
    {
        await using var visit = await browser.OpenAsync("index.html");
        var page = visit.Page;
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await FocusedAsync());
        Assert.True((await page.Locator(".skip").BoundingBoxAsync())!.X >= 0);
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("/");
        Assert.Equal("search-field", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("reliability diagram");
        await page.Locator("#search-results a").First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.Contains("reliability diagram", (await FocusedAsync()).ToLowerInvariant());
        Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).backgroundColor"));
        await page.Keyboard.PressAsync("Enter");
        for (var attempt = 0; attempt < 200 && page.Url.Contains("index.html"); attempt++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Contains("glossary.html#reliability-diagram", page.Url);
        Assert.Empty(visit.Complaints);

        Task<string> FocusedAsync() => page.EvaluateAsync<string>("document.activeElement.textContent");
    }

    [Fact]
    public async Task The_search_finds_what_stands_in_a_notebook_and_says_when_there_is_nothing()
    {
        await using var visit = await browser.OpenAsync("learning-path.html");
        var field = visit.Page.Locator("#search-field");
        await field.FillAsync("temperature ranking");
        await visit.Page.Locator("#search-results a").First.WaitForAsync();
        Assert.Contains(await visit.Page.Locator("#search-results a").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))"), href => href.StartsWith("03-"));
        await field.FillAsync("zzzz");
        Assert.Equal("Nothing found.", await visit.Page.Locator("#search-results").TextContentAsync());
        await visit.Page.Keyboard.PressAsync("Escape");
        Assert.True(await visit.Page.Locator("#search-results").IsHiddenAsync());
    }

    [Fact]
    public async Task Code_can_be_copied_answers_are_folded_and_paper_has_neither_buttons_nor_menus()
    {
        await using var visit = await browser.OpenAsync("index.html");
        await visit.GoBesideAsync(browser.Pages.First(page => page.StartsWith("05")));
        var copy = visit.Page.Locator(".copy").Nth(1);
        await copy.ClickAsync();
        await Visit.UntilAsync(visit.Page, "() => document.querySelectorAll('.copy')[1].textContent !== 'Copy'");
        var answers = visit.Page.Locator("details", new() { HasText = "Answers" });
        Assert.False(await answers.EvaluateAsync<bool>("one => one.open"));
        await answers.Locator("summary").PressAsync("Enter");
        Assert.True(await answers.EvaluateAsync<bool>("one => one.open"));
        Assert.True(await visit.Page.Locator(".toc a").CountAsync() >= 3);
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var gone in new[] { "header", ".steps", ".toc", ".copy" })
            Assert.True(await visit.Page.Locator(gone).First.IsHiddenAsync(), gone);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_a_notebook_shows_runs_no_script_not_even_past_the_cleaning()
    {
        using var folder = new TemporaryFolder();
        SiteBuilder.Write([new SiteEntry("05-hostile", HostileNotebook.Create(), Outcome.None)], folder.Path, Browser.Repository.Docs);
        await using var visit = await browser.OpenFileAsync(folder.File("05-hostile.html"));
        await visit.Page.Locator("summary").First.ClickAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined && document.title.startsWith('05')"));
        Assert.Empty(visit.Complaints);

        // And if the cleaning had a hole: inline scripts and handlers are refused by the page's policy, other addresses too.
        foreach (var markup in new[] { "<img src=data:, onerror='hacked = 1'>", "<script>hacked = 1</script>", "<iframe srcdoc='<script>top.hacked = 1</script>'></iframe>" })
        {
            var page = folder.File("hole.html");
            File.WriteAllText(page, File.ReadAllText(folder.File("05-hostile.html")).Replace("<h1 ", markup + "<h1 "));
            await visit.GoAsync(page);
            Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"), markup);
        }
        Assert.DoesNotContain(visit.Complaints, complaint => complaint.StartsWith("dialog") || complaint.StartsWith("request: http"));
    }

    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Luminance(one), Luminance(other));
        return (Math.Max(light, dark) + .05) / (Math.Min(light, dark) + .05);
    }

    // WCAG 2.2, relative luminance, of "rgb(1, 2, 3)".
    private static double Luminance(string colour)
    {
        var parts = colour.Split('(', ')')[1].Split(',').Take(3).Select(part => double.Parse(part, CultureInfo.InvariantCulture) / 255)
            .Select(share => share <= .04045 ? share / 12.92 : Math.Pow((share + .055) / 1.055, 2.4)).ToArray();
        return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
    }
}
