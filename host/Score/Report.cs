using EarlyExit.Calibration;
using EarlyExit.Metrics;
using Spectre.Console;

namespace EarlyExit.Host.Score;

/// <summary>A scorecard for people: an overview of all variants, then every measure by group, exits as columns.</summary>
/// <param name="card">The measures.</param>
/// <param name="file">Where the outputs are from.</param>
/// <param name="fit">Where the calibrators' outputs are from, if elsewhere.</param>
internal sealed class Report(Scorecard card, string file, string? fit)
{
    private const int Unlimited = 1_000;
    private readonly string[] _variants = [.. card.Values.Select(value => value.Variant).Distinct()];

    /// <summary>Shows it on the terminal.</summary>
    /// <param name="detailed">How many calibrators get all their measures, besides the raw outputs.</param>
    public void Show(int detailed)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = Unlimited;
            console.Profile.Capabilities.Ansi = false;
        }
        foreach (var line in Introduction()) console.MarkupLineInterpolated($"{line}");
        Overview().Show(console);
        string[] shown = [.. _variants.Take(1 + Math.Min(detailed, _variants.Length))];
        foreach (var group in Enum.GetValues<MeasureGroup>())
            if (card.Values.Any(value => value.Group == group && shown.Contains(value.Variant))) OfGroup(group, shown).Show(console);
        if (shown.Length < _variants.Length)
            console.MarkupLineInterpolated($"\nAll measures are shown of {string.Join(", ", shown)}. --variant NAME shows those of another, --json has everything.");
    }

    private IEnumerable<string> Introduction()
    {
        var outputs = card.Outputs;
        var of = outputs.Info == Exits.OutputsInfo.Unknown ? "" : $" {outputs.Info}:";
        yield return $"{file}:{of} L = {outputs.L} exits, N = {outputs.N} samples, C = {outputs.C} classes";
        yield return card.Fit switch
        {
            Scorecard.CrossFitted => "Calibrated by halves: each half of the samples by what the other half taught. With --fit FILE, by other samples.",
            Scorecard.OnOthers => $"Calibrated by what {fit} taught.",
            _ => "Not calibrated: there is one sample, and no --fit FILE to learn from.",
        };
    }

    private ReportTable Overview()
    {
        var headers = Measures.Headline.Select(measure =>
            Measures.Headline.Count(other => other.Name == measure.Name) > 1 ? $"{measure.Name} {measure.Convention.Split(' ')[0]}" : measure.Name);
        var table = new ReportTable("Overview of the whole network", [.. headers]);
        foreach (var variant in _variants)
            table.Add(variant, [.. Measures.Headline.Select(measure => card.Values.FirstOrDefault(value => value.Variant == variant && value.Exit is null && value.Is(measure)))]);
        return table;
    }

    private ReportTable OfGroup(MeasureGroup group, string[] variants)
    {
        var exits = card.Outputs.L;
        var table = new ReportTable(Title(group), [.. Enumerable.Range(0, exits).Select(exit => $"exit {exit}"), "network"]);
        var values = card.Values.Where(value => value.Group == group && variants.Contains(value.Variant)).ToLookup(value => new Measure(group, value.Measure, value.Convention));
        var means = values.Select(of => of.Key.MeanOverExits).ToHashSet();
        foreach (var of in values.Where(of => !means.Contains(of.Key)))
        {
            var label = of.Key.Convention.Length > 0 ? $"{of.Key.Name}, {of.Key.Convention}" : of.Key.Name;
            if (of.All(value => value.Variant != Measures.Raw)) table.Add(label, []);
            foreach (var variant in variants.Where(variant => of.Any(value => value.Variant == variant)))
            {
                var cells = new MeasureValue?[exits + 1];
                foreach (var value in of.Concat(values[of.Key.MeanOverExits]).Where(value => value.Variant == variant)) cells[value.Exit ?? exits] = value;
                table.Add(variant == Measures.Raw ? label : $"  {variant}", cells);
            }
        }
        return table;
    }

    private static string Title(MeasureGroup group) => group switch
    {
        MeasureGroup.Calibration => "Calibration: how far confidence is from accuracy",
        MeasureGroup.FailurePrediction => "Failure prediction: how well confidence tells right from wrong",
        MeasureGroup.Ranking => "Ranking: how far the order by confidence is still that of the raw outputs",
        _ => "Efficiency: accuracy for cost",
    };
}
