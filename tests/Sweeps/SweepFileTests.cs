using System.Text.Json;
using EarlyExit.Calibration;
using EarlyExit.Data;
using EarlyExit.Regimes;
using EarlyExit.Sweeps;
using EarlyExit.Tests.Host;
using EarlyExit.Workbook;

namespace EarlyExit.Tests.Sweeps;

public class SweepFileTests
{
    private const string Whole = """
        {
          "name": "small",
          "kind": "instant",
          "axes": {
            "data": ["shapes"],
            "architecture": [
              { "name": "a", "family": "mlp", "widths": [4] },
              { "name": "b", "family": "resnet", "depth": 8, "exits": { "every": 2 }, "head": { "kind": "conv", "layers": 2 } }
            ],
            "regime": ["joint", "mixed", { "name": "own", "phases": ["backbone", { "trains": "everything", "share": 2 }] }],
            "budget": [{ "name": "short", "epochs": 1 }],
            "seed": ["0..2", 7]
          },
          "include": [{ "architecture": "a", "regime": "disjoint", "seed": 5, "budget": { "name": "long", "untilStalled": { "patience": 2, "cap": 9 } } }],
          "exclude": [{ "architecture": "b", "seed": [1, 2] }, { "regime": "own", "seed": 7 }]
        }
        """;

    private static Sweep Load(string json)
    {
        using var folder = new TemporaryFolder();
        return Sweep.Load(folder.Write("study.json", json));
    }

    [Fact]
    public void Cells_are_all_combinations_and_what_is_included_without_what_is_excluded()
    {
        var cells = Load(Whole).Cells;
        string[] expected =
        [
            .. from architecture in "ab"
               from regime in (string[])["joint", "mixed", "own"]
               from seed in (int[])[0, 1, 2, 7]
               where !(architecture == 'b' && seed is 1 or 2) && !(regime == "own" && seed == 7)
               select $"shapes, {architecture}, SDN, {regime}, short, standard, {seed}, none",
            "shapes, a, SDN, disjoint, long, standard, 5, none",
        ];
        Assert.Equal(expected, cells.Select(cell => cell.Name));
        Assert.Equal(cells.Count, cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(cells, cell => Assert.Matches("^[0-9a-f]{16}$", cell.Id));
        Assert.Equal([1, 2.0], cells.First(cell => cell.Regime.Name == "own").Regime.Phases.Select(phase => phase.Share));
    }

    [Theory]
    [InlineData("\"mixed\"", "\"mxied\"", 10, "there is no regime 'mxied', expected one of disjoint, joint, mixed")]
    [InlineData("\"resnet\"", "\"resnext\"", 8, "there is no family 'resnext', expected one of resnet")]
    [InlineData("\"depth\": 8", "\"dept\": 8", 8, "'dept' is not known here, expected name, family, exits, head, depth, width")]
    [InlineData("\"widths\": [4]", "\"widths\": [4], \"depth\": 3", 7, "'depth' is not known here, expected name, family, exits, head, widths")]
    [InlineData("\"widths\": [4]", "\"widths\": [\"x\"]", 7, "'x', expected a whole number")]
    [InlineData("\"conv\"", "\"convolution\"", 8, "there is no head 'convolution'")]
    [InlineData("\"0..2\"", "\"2..0\"", 12, "'2..0', expected a number or a range such as \"0..9\"")]
    [InlineData("\"axes\"", "\"axis\"", 4, "'axis' is not known here, expected $schema, name, about")]
    [InlineData("\"regime\": [\"joint\"", "\"regimes\": [\"joint\"", 10, "'regimes' is not known here, expected data, architecture")]
    [InlineData("\"epochs\": 1", "\"epochs\": 1, \"equalCompute\": 1", 11, "a budget has a name and one of epochs")]
    [InlineData("\"patience\": 2", "\"patience\": 0", 14, "patience")]
    [InlineData("[\"shapes\"]", "[\"imagenet\"]", 5, "there is no data set 'imagenet', expected one of shapes")]
    [InlineData("\"seed\": [1, 2]", "\"seed\": [1, 9]", 15, "no cell has the seed '9', expected one of 0, 1, 2, 7, 5")]
    [InlineData("{ \"regime\": \"own\", \"seed\": 7 }", "{}", 15, "an empty object would exclude every cell")]
    [InlineData("\"small\"", "\"No name\"", 2, "A study's name has lower-case letters, digits and hyphens, got 'No name'")]
    [InlineData("\"kind\": \"instant\"", "\"kind\": \"slow\"", 3, "there is no kind of study 'slow', expected one of training, instant")]
    [InlineData("\"name\": \"b\"", "\"name\": \"a\"", 8, "the architecture 'a' is there already")]
    [InlineData("\"name\": \"b\"", "\"name\": \"b\", \"name\": \"c\"", 8, "'name' comes twice")]
    [InlineData("\"axes\": {", "\"axes\": [", 5, "no JSON")]
    public void An_error_names_file_and_line(string right, string wrong, int line, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("study.json", Replaced(Whole, right, wrong));
        var error = Assert.Throws<SweepFormatException>(() => Sweep.Load(path));
        Assert.StartsWith($"{path}, line {line}: ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void An_architecture_that_does_not_fit_the_data_is_an_error_of_its_line()
    {
        var sweep = Load(Replaced(Whole, "\"depth\": 8", "\"depth\": 9"));
        var error = Assert.Throws<SweepFormatException>(() => sweep.Cells.First(cell => cell.Architecture.Name == "b").Network);
        Assert.Contains("line 8: on shapes: A CIFAR ResNet has 6 n + 2 layers", error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_an_error_of_their_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("study.json", "");
        File.WriteAllBytes(path, [.. "{\n  \"name\": \"a\",\n  \"about\": \"a"u8, 0xe5, .. "b\"\n}"u8]);
        var error = Assert.Throws<SweepFormatException>(() => Sweep.Load(path));
        Assert.Equal((3, true), (error.Line, error.Message.Contains("no UTF-8", StringComparison.Ordinal)));
    }

    [Fact]
    public void Truncated_anywhere_it_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        for (var length = 0; length < Whole.TrimEnd().Length; length += 7)
            Assert.Throws<SweepFormatException>(() => Sweep.Load(folder.Write("study.json", Whole[..length])));
    }

    [Fact]
    public void The_example_and_the_studies_of_this_repository_are_read_and_name_the_schema()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(33, Sweep.Load(folder.Write("example.json", SweepCommands.Example())).Cells.Count);
        foreach (var path in Directory.EnumerateFiles(Session.BundledSweepFolder, "*.json"))
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(path), Sweep.Load(path).Name);
            Assert.Equal("../../docs/sweep.schema.json", JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("$schema").GetString());
        }
    }

    /// <summary>The published schema lists what the reader knows, word for word.</summary>
    [Fact]
    public void The_schema_knows_the_same_words()
    {
        var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Session.Root, "docs", "sweep.schema.json"))).RootElement;
        var definitions = schema.GetProperty("$defs");
        Assert.Equal(SweepAxes.Names.Order(), definitions.GetProperty("axes").GetProperty("properties").EnumerateObject().Select(axis => axis.Name).Order());
        Assert.Equal(Choices.Regimes.Keys, Words(definitions.GetProperty("regimeName")));
        Assert.Equal(Choices.Methods.Keys, Words(definitions.GetProperty("method")));
        Assert.Equal(Choices.Calibrators.Keys, Words(definitions.GetProperty("calibrator")));
        Assert.Equal(Choices.DataSets, Words(definitions.GetProperty("dataName")));
        Assert.Equal(Choices.Phases.Keys, Words(definitions.GetProperty("phaseName")));
        Assert.Equal(NetworkSpec.FamilyNames, Words(definitions.GetProperty("family")));
        Assert.Equal(NetworkSpec.HeadNames, Words(definitions.GetProperty("headName")));
        Assert.Equal(TrainingSpec.OptimiserNames, Words(definitions.GetProperty("optimiserName")));
        Assert.Equal(TrainingSpec.ScheduleNames, Words(definitions.GetProperty("schedule")));
        Assert.Equal(TrainingSpec.AugmentationNames, Words(definitions.GetProperty("augmentationName")));
        Assert.Equal(TrainingSpec.BudgetNames.Prepend("name").Order(), definitions.GetProperty("budget").GetProperty("properties").EnumerateObject().Select(one => one.Name).Order());

        static string[] Words(JsonElement definition) => [.. definition.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!)];
    }

    [Fact]
    public void Recipes_say_what_they_change_and_keep_the_rest()
    {
        var cell = Load(Replaced(Whole, "\"seed\": [\"0..2\", 7]", """
            "recipe": [{ "name": "r", "batch": 16, "augmentation": { "shift": 3 }, "smoothing": 0.1, "mixup": 0.2, "longestGradient": 1,
              "optimiser": { "kind": "adamw", "rate": 0.01, "weightDecay": 0.02 }, "schedule": "constant", "warmUp": 0.25 }],
            "seed": ["0..2", 7], "method": ["ZTW"], "calibrator": ["isotonic calibration"]
            """)).Cells[0];
        var recipe = cell.Training;
        Assert.Equal((16, Augmentation.Shifted(3), .1, .2, 1.0), (recipe.BatchSize, recipe.Augmentation, recipe.LabelSmoothing, recipe.Mixup, recipe.LongestGradient));
        Assert.Equal(Optimiser.AdamW(.01, .02), recipe.Optimiser);
        Assert.Equal([0, .5, 1, 1], ((double[])[0, .125, .25, .9]).Select(recipe.Schedule.Factor));
        Assert.Same(Method.Ztw, cell.Method);
        Assert.IsType<IsotonicCalibration>(cell.Calibrator.Value);
        Assert.IsType<DataSet>(cell.Data.Set);
    }

    private static string Replaced(string text, string right, string wrong)
    {
        Assert.Contains(right, text);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        return text[..at] + wrong + text[(at + right.Length)..];
    }
}
