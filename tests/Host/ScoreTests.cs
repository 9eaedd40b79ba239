extern alias outputs;

using System.Text;
using System.Text.Json;
using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Score;
using EarlyExit.Host.Setup;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;
using Spectre.Console;
using ShownValue = outputs::EarlyExit.Metrics.MeasureValue;

namespace EarlyExit.Tests.Host;

public class ScoreTests
{
    // Where nothing is fitted, or by counting, or to the last digit; elsewhere as far as both minimisations go.
    private static readonly string[] Fitted = ["Platt scaling", "beta calibration"];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task Equals_scikit_learn_SciPy_and_counting_on_every_measure(int classes)
    {
        var expected = JsonSerializer.Deserialize<JsonElement[][]>(File.ReadAllText(Golden($"values-{classes}.json")))!.SelectMany(Expected).ToDictionary();
        var printed = await RecordsAsync(Golden($"test-{classes}.npz"), "--fit", Golden($"validation-{classes}.npz"));
        Assert.Equal(expected.Keys.Order(), printed.Keys.Order());
        Assert.All(expected, one =>
        {
            var tolerance = Fitted.Any(name => one.Key.Variant.StartsWith(name, StringComparison.Ordinal)) ? 1e-7 : 1e-9;
            if (one.Value is { } value) Assert.Equal(value, printed[one.Key]!.Value, tolerance);
            else Assert.Null(printed[one.Key]);
        });
    }

    [Fact]
    public void Json_gives_back_every_digit_and_null_for_what_is_undefined_or_infinite()
    {
        var certain = outputs::EarlyExit.Exits.ExitOutputs.Load(Golden("test-3.npz"));
        var card = outputs::EarlyExit.Calibration.Scorecard.ByHalves(certain, outputs::EarlyExit.Calibration.Calibrators.Light);
        var stream = new MemoryStream();
        Records.Write(stream, card);
        var printed = Parse(Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(card.Values.Count, printed.Count);
        foreach (var value in card.Values)
        {
            var variant = value.Variant == Measures.Raw ? value.Variant : $"{value.Variant}, cross-fit";
            Assert.Equal(double.IsFinite(value.Value) ? value.Value : null, printed[new(value.Measure, value.Convention, value.Exit, variant)]);
        }
        Assert.Contains(null, printed.Values);
    }

    [Fact]
    public async Task Variants_are_named_by_the_start_of_their_names()
    {
        var printed = await RecordsAsync(Golden("test-2.npz"), "--variant", "dirichlet", "--variant", "platt");
        Assert.Equal(["Dirichlet calibration, cross-fit", "Platt scaling, cross-fit", "raw"], printed.Keys.Select(key => key.Variant).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Tables_show_all_variants_and_say_why_a_value_is_missing()
    {
        using var folder = new TemporaryFolder();
        MadeUp.FromCorrect([.5, 1], "1111", "1111").Save(folder.File("right.npz"));
        var text = (await RunAsync("score", folder.File("right.npz"))).Output;
        Assert.Contains("right.npz: L = 2 exits, N = 4 samples, C = 2 classes", text);
        Assert.Contains("by halves", text);
        foreach (var calibrator in Calibrators.Light) Assert.Contains($"\n{calibrator.Name} ", text);
        foreach (var title in new[] { "Calibration", "Failure prediction", "Ranking", "Efficiency" }) Assert.Contains($"\n{title}: ", text);
        Assert.Contains("every prediction is right", text);
        Assert.DoesNotContain("NaN", text);
        Assert.DoesNotContain("\u001b", text);
    }

    [Fact]
    public void Tables_break_into_blocks_where_the_terminal_is_narrow()
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 40;
        var table = new ReportTable("A title", [.. Enumerable.Range(0, 9).Select(exit => $"exit {exit}"), "a long word"]);
        table.Add("accuracy", [.. Enumerable.Range(0, 10).Select(k => new ShownValue("accuracy", "", k, "raw", k / 8.0))]);
        table.Show(console);
        var lines = text.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 40));
        Assert.Equal(3, lines.Count(line => line.StartsWith("accuracy ", StringComparison.Ordinal)));
        for (var k = 0; k < 10; k++) Assert.Single(lines, line => line.Contains($"{k / 8.0:F4}"));
        Assert.Contains(lines, line => line.EndsWith("  exit 8  a long", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("There is no file 'nowhere.npz'", "nowhere.npz")]
    [InlineData("bad-missing.npz, key 'costs': no such key", "bad-missing.npz")]
    [InlineData("bad-object.npz, key 'logits': elements of type '|O'", "bad-object.npz")]
    [InlineData("bad-nan.npz: outputs that do not fit together (logits[2, 0, 1]: NaN", "bad-nan.npz")]
    [InlineData("bad-labels-range.npz: outputs that do not fit together (labels[1]: 5, expected 0 to 4", "bad-labels-range.npz")]
    [InlineData("bad-costs-order.npz: outputs that do not fit together (costs[1]: 0.5", "bad-costs-order.npz")]
    [InlineData("plain.json: no end of an archive in its last bytes", "plain.json")]
    [InlineData("--fit plain.npz: The samples to fit on are those to judge", "plain.npz", "--fit", "plain.npz")]
    [InlineData("There is no variant 'magic', only temperature per exit,", "plain.npz", "--variant", "magic")]
    public async Task What_cannot_be_judged_is_one_clear_line_and_exit_code_2(string message, params string[] arguments)
    {
        var result = await RunAsync(["score", .. arguments]);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.Output);
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
    }

    private static IEnumerable<(Key, double?)> Expected(JsonElement[] row)
    {
        var (measure, convention, variant) = (row[0].GetString()!, row[1].GetString()!, row[2].GetString()!);
        var named = variant == Measures.Raw ? variant : $"{variant}, held-out fit";
        return row[3].ValueKind == JsonValueKind.Null
            ? [(new(measure, convention, null, named), Number(row[4]))]
            : row[3].EnumerateArray().Select((value, exit) => (new Key(measure, convention, exit, named), Number(value)));
    }

    private static async Task<Dictionary<Key, double?>> RecordsAsync(string file, params string[] options)
    {
        var result = await RunAsync(["score", file, "--json", .. options]);
        Assert.Equal(0, result.ExitCode);
        return Parse(result.Output);
    }

    private static Dictionary<Key, double?> Parse(string json) => JsonDocument.Parse(json).RootElement.EnumerateArray().ToDictionary(
        record =>
        {
            Assert.Equal(["measure", "convention", "exit", "variant", "value"], record.EnumerateObject().Select(property => property.Name));
            var exit = record.GetProperty("exit");
            return new Key(record.GetProperty("measure").GetString()!, record.GetProperty("convention").GetString()!,
                exit.ValueKind == JsonValueKind.Null ? null : exit.GetInt32(), record.GetProperty("variant").GetString()!);
        },
        record => Number(record.GetProperty("value")));

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private static string Golden(string file) => Path.Combine(AppContext.BaseDirectory, "golden", "score", file);

    private static Task<ChildResult> RunAsync(params string[] arguments) => ChildProcess.RunAsync(DotNet.Path,
        ["exec", typeof(CommandLine).Assembly.Location, .. arguments], Path.Combine(AppContext.BaseDirectory, "golden", "exits"),
        cancellation: TestContext.Current.CancellationToken);

    private sealed record Key(string Measure, string Convention, int? Exit, string Variant) : IComparable<Key>
    {
        public int CompareTo(Key? other) => string.CompareOrdinal($"{this}", $"{other}");
    }
}
