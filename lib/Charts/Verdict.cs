using System.Text;
using EarlyExit.Charts.Display;
using EarlyExit.Metrics;
using EarlyExit.Workbook;

namespace EarlyExit.Charts;

/// <summary>One quantity of a verdict.</summary>
/// <param name="Quantity">What is compared.</param>
/// <param name="Paper">What the paper says of it.</param>
/// <param name="Here">What came out here.</param>
/// <param name="Outcome">Whether that agrees.</param>
public sealed record VerdictRow(string Quantity, string Paper, string Here, Outcome Outcome);

/// <summary>
/// What a notebook found about a claim: quantity by quantity the paper's word, ours, and whether it holds. Shown as a table; saved as a small
/// JSON file, from which the claims board is made. Immutable: each method returns a new verdict.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatters), PreferredMimeTypes = [Mime.Html, Mime.Text])]
public sealed record Verdict : IHtml
{
    private Verdict(string notebook, string claim, string paper) => (Notebook, Claim, Paper) = (notebook, claim, paper);

    /// <summary>The notebook's file name without its ending.</summary>
    public string Notebook { get; init; }

    /// <summary>The claim in one sentence.</summary>
    public string Claim { get; init; }

    /// <summary>Where the paper makes it: number, version, section.</summary>
    public string Paper { get; init; }

    /// <summary>The quantities.</summary>
    public IReadOnlyList<VerdictRow> Rows { get; init; } = [];

    /// <summary>The scale that it was computed at.</summary>
    public Scale Scale { get; init; } = Session.Scale;

    /// <summary>The data that it was computed on.</summary>
    public string Data { get; init; } = Session.DataSet;

    /// <summary>How many training runs it rests on, 0 where none is involved.</summary>
    public int Seeds { get; init; }

    /// <summary>How many networks of the zoo it rests on, 0 where it rests on runs of one network.</summary>
    public int Networks { get; init; }

    /// <summary>How many samples it was measured on, 0 where that means nothing.</summary>
    public int Samples { get; init; }

    /// <summary>
    /// All rows together: what they agree on; otherwise that the claim does not hold if one row says so, is not reproduced at this scale if one
    /// says that, or is undecided.
    /// </summary>
    public Outcome Outcome =>
        Rows.Count == 0 ? Outcome.Undecided
        : Any(Outcome.DoesNotHold) ? Outcome.DoesNotHold
        : Any(Outcome.NotReproducedAtThisScale) ? Outcome.NotReproducedAtThisScale
        : Any(Outcome.Undecided) ? Outcome.Undecided
        : Outcome.Holds;

    /// <summary>The outcome in words, with how many rows hold where they differ.</summary>
    public string Summary =>
        Rows.Select(row => row.Outcome).Distinct().Count() <= 1
            ? Outcome.Words()
            : $"{Outcome.Words()} ({Rows.Count(row => row.Outcome == Outcome.Holds)} of {Rows.Count} checks hold)";

    /// <summary>Begins a verdict.</summary>
    /// <param name="notebook">The notebook's file name without its ending, such as <c>20-three-regimes</c>.</param>
    /// <param name="claim">The claim in one sentence.</param>
    /// <param name="paper">Where the paper makes it: number, version, section.</param>
    /// <exception cref="ArgumentException">The notebook's name is no file name.</exception>
    public static Verdict For(string notebook, string claim, string paper)
    {
        if (string.IsNullOrWhiteSpace(notebook) || notebook.AsSpan().IndexOfAny(['/', '\\', ':']) >= 0 || notebook.StartsWith('.'))
            throw new ArgumentException($"'{notebook}' is no notebook, expected a file name without ending such as 20-three-regimes.", nameof(notebook));
        return new Verdict(notebook, claim, paper);
    }

    /// <summary>Adds a quantity that either agrees or does not.</summary>
    /// <param name="quantity">What is compared.</param>
    /// <param name="paper">What the paper says of it.</param>
    /// <param name="here">What came out here: a number, an interval or a text.</param>
    /// <param name="holds">Whether that agrees; a check that cannot fail is none.</param>
    public Verdict Row(string quantity, string paper, object here, bool holds) =>
        Row(quantity, paper, here, holds ? Outcome.Holds : Outcome.DoesNotHold);

    /// <summary>Adds a quantity with an outcome of one's own, such as <see cref="Outcome.NotReproducedAtThisScale"/>.</summary>
    /// <inheritdoc cref="Row(string, string, object, bool)"/>
    public Verdict Row(string quantity, string paper, object here, Outcome holds) =>
        this with { Rows = [.. Rows, new VerdictRow(quantity, paper, Table.Text(here), holds)] };

    /// <summary>Adds a quantity judged by its interval.</summary>
    /// <inheritdoc cref="Row(string, string, object, bool)"/>
    public Verdict Row(string quantity, string paper, Interval here, Func<Interval, bool> holds) => Row(quantity, paper, here, holds(here));

    /// <inheritdoc cref="Row(string, string, Interval, Func{Interval, bool})"/>
    public Verdict Row(string quantity, string paper, Interval here, Func<Interval, Outcome> holds) => Row(quantity, paper, here, holds(here));

    /// <summary>Says what the numbers rest on.</summary>
    /// <param name="data">The data set; the session's where it is not given.</param>
    /// <param name="seeds">How many training runs.</param>
    /// <param name="samples">How many samples they were measured on.</param>
    /// <param name="networks">How many different networks, where it is not one that was trained several times.</param>
    public Verdict On(string? data = null, int seeds = 0, int samples = 0, int networks = 0) =>
        this with { Data = data ?? Data, Seeds = seeds, Samples = samples, Networks = networks };

    /// <summary>Writes the verdict into <see cref="Session.VerdictFolder"/>, completely or not at all, and returns it to be shown.</summary>
    public Verdict Save()
    {
        AtomicFile.WriteText(Path.Combine(Session.VerdictFolder, $"{Notebook}.json"), VerdictFile.ToJson(this));
        return this;
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder($"<div style=\"overflow-x:auto;max-width:100%;border-left:4px solid {Outcome.Colour()};padding-left:12px\">\n");
        html.Append($"<p style=\"margin:4px 0\"><strong>{Markup.Escape(Claim)}</strong><br>{Markup.Escape(Paper)}</p>\n");
        html.Append("<table style=\"border-collapse:collapse;font-size:13px\">\n<thead><tr>");
        foreach (var name in (string[])["quantity", "paper", "here", "holds?"])
            html.Append($"<th scope=\"col\" style=\"{Cell};border-bottom:2px solid {Style.Axis}\">{name}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            foreach (var text in (string[])[row.Quantity, row.Paper, row.Here, $"{row.Outcome.Sign()} {row.Outcome.Words()}"])
                html.Append($"<td style=\"{Cell};border-bottom:1px solid {Style.Axis}55\">{Markup.Escape(text)}</td>");
            html.Append("</tr>\n");
        }
        html.Append($"</tbody>\n</table>\n<p style=\"margin:4px 0\">Verdict: <strong>{Outcome.Sign()} {Markup.Escape(Summary)}</strong> · {Markup.Escape(Basis)}</p>\n");
        return html.Append("</div>").ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', [
        Claim, Paper,
        Table.Of(Rows, ("quantity", row => row.Quantity), ("paper", row => row.Paper), ("here", row => row.Here), ("holds?", row => row.Outcome.Words())).ToString(),
        $"Verdict: {Summary} · {Basis}",
    ]);

    private const string Cell = "padding:3px 10px;text-align:left";

    /// <summary>What the numbers rest on, in words.</summary>
    internal string Basis => string.Join(", ", ((string[])
    [
        $"data: {Data}", Networks > 0 ? $"{Networks} networks" : "", Seeds > 0 ? $"{Seeds} seed{(Seeds == 1 ? "" : "s")}" : "", Samples > 0 ? FormattableString.Invariant($"{Samples:#,0} samples") : "",
        $"scale: {Scale.ToString().ToLowerInvariant()}{(Scale == Scale.Smoke ? " (the numbers mean nothing)" : "")}",
    ]).Where(part => part.Length > 0));

    private bool Any(Outcome outcome) => Rows.Any(row => row.Outcome == outcome);
}
