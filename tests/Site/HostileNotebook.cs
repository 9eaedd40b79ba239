using System.Text;
using System.Text.Json.Nodes;
using EarlyExit.Host.Notebooks;
using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Site;

/// <summary>A notebook that tries to run script wherever it is shown.</summary>
internal static class HostileNotebook
{
    private const string Attacks = """
        <script>hacked = 1</script><img src=x onerror="hacked = 1"><svg onload="hacked = 1"></svg><a href="javascript:hacked = 1">x</a>
        <iframe srcdoc="<script>top.hacked = 1</script>"></iframe><details ontoggle="hacked = 1" open><summary>x</summary></details>
        <img src="data:image/svg+xml;base64,SVG"><form action="javascript:hacked=1"><button>x</button></form><base href="https://evil.example/">
        <meta http-equiv="refresh" content="0;url=https://evil.example/"><div id="search-field">x</div><input autofocus onfocus="hacked = 1">
        <style>@import 'https://evil.example/x.css';</style><link rel="stylesheet" href="https://evil.example/x.css"><p style="background:url(https://evil.example/x.png)">x
        """;

    public static Notebook Create()
    {
        var svg = Convert.ToBase64String(Encoding.UTF8.GetBytes("""<svg xmlns="http://www.w3.org/2000/svg" onload="top.hacked = 1"><script>top.hacked = 1</script><title>&lt;img src=x onerror=hacked=1></title></svg>"""));
        var html = Attacks.Replace("SVG", svg);
        return new Notebook(
        [
            new MarkdownCell("a", $"# 05. Hostile <img src=x onerror=hacked=1>\n\n{html}\n\n## </script><script>hacked = 1</script>\n\n[x](javascript:hacked=1) [y](data:text/html,<script>hacked=1</script>)\n", []),
            SmallNotebooks.Code("b", "// </code></pre><script>hacked = 1</script>",
                new StreamOutput("stdout", html),
                new DisplayOutput(new Dictionary<string, JsonNode> { ["text/html"] = html }, []),
                new DisplayOutput(new Dictionary<string, JsonNode> { ["text/markdown"] = html }, []),
                new DisplayOutput(new Dictionary<string, JsonNode> { ["application/javascript"] = "hacked = 1", ["text/plain"] = html }, []),
                new ErrorOutput("<script>hacked = 1</script>", html, [html])),
        ], []);
    }
}
