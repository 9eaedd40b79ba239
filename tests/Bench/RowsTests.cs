using System.Text.Json;
using EarlyExit.Bench;

namespace EarlyExit.Tests.Bench;

public class RowsTests
{
    private static readonly Result Fast = new("row", "variant", 2e-3, 10e-3, "s", 5, 4.5, 5.5, Mark: 4);

    [Fact]
    public void Rows_are_chosen_by_the_starts_of_their_names_and_long_ones_only_when_named()
    {
        Assert.Equal(["frontier"], Row.Choose(["front"]).Select(row => row.Name));
        Assert.DoesNotContain(Row.Choose([]), row => row.Name == "growth");
        Assert.Contains(Row.Choose(["growth"]), row => row.Name == "growth");
        var error = Assert.Throws<ArgumentException>(() => Row.Choose(["nothing"]));
        Assert.StartsWith("There is no row 'nothing', only operation, ", error.Message);
    }

    [Fact]
    public void A_mark_is_reached_from_the_mark_on()
    {
        Assert.True(Fast.Reached);
        Assert.True((Fast with { Mark = 5 }).Reached);
        Assert.False((Fast with { Mark = 5.01 }).Reached);
        Assert.Null((Fast with { Mark = null }).Reached);
        Assert.Equal("All 1 marks reached.", Report.Summary([Fast, Fast with { Mark = null }]));
        Assert.Equal("1 of 2 marks reached; not: row, slow.", Report.Summary([Fast, Fast with { Variant = "slow", Ratio = 3 }]));
    }

    [Theory]
    [InlineData(1.234e-6, "s", "1.23 us")]
    [InlineData(.0456, "s", "45.6 ms")]
    [InlineData(123.4, "s", "123 s")]
    [InlineData(.987, "x", "0.99")]
    public void Numbers_have_three_digits_and_a_unit_that_fits(double value, string unit, string expected) => Assert.Equal(expected, Report.Text(value, unit));

    [Fact]
    public void Records_are_those_that_the_command_promises()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("earlyexit-").FullName, "records.json");
        Records.Write(file, [Fast, Fast with { Mark = null }]);
        using var read = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(2, read.RootElement.GetArrayLength());
        Assert.Equal(["row", "variant", "ours", "peer", "unit", "ratio", "mark"], read.RootElement[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal((.002, .01, 5), (Number("ours"), Number("peer"), Number("ratio")));
        Assert.Equal(JsonValueKind.Null, read.RootElement[1].GetProperty("mark").ValueKind);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        double Number(string name) => read.RootElement[0].GetProperty(name).GetDouble();
    }

    [Fact]
    public void A_row_that_is_only_measured_when_named_is_published_under_its_name()
    {
        var folder = Directory.CreateTempSubdirectory("earlyexit-").FullName;
        var machine = new Machine("a processor", 2, 1, "0.10", "ours", "theirs");
        Published.Write(folder, machine, new Limits(1e9, 1e9, 1e9, 1e9), [Fast with { Row = "growth", Variant = "N = 10^4" }]);
        Assert.Equal(["growth.json", "growth.md"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Published.Write(folder, machine, new Limits(1e9, 1e9, 1e9, 1e9), [Fast with { Row = "frontier" }]);
        Assert.Equal(["growth.json", "growth.md", "results.json", "results.md"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.DoesNotContain("N = 10^4", File.ReadAllText(Path.Combine(folder, "results.md")));
        Assert.Contains("| growth | N = 10^4 | 2.00 ms | 10.0 ms | 5.00 |", File.ReadAllText(Path.Combine(folder, "growth.md")));
        Directory.Delete(folder, recursive: true);
    }
}
