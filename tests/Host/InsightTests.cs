using EarlyExit.Host.Insight;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Host;

/// <summary>Completion, inspection and what else is told of code that has not run yet. A bar in the code marks the cursor.</summary>
public sealed class InsightTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptSession _session;

    public InsightTests() => _session = new ScriptSession(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Math.Sq|", "Sqrt")]
    [InlineData("new List<int>().Binary|", "BinarySearch")]
    [InlineData("System.Text.StringB|", "StringBuilder")]
    [InlineData("using System.Globali|", "Globalization")]
    [InlineData("string text = null;\ntext?.Pad|", "PadLeft PadRight")]
    [InlineData("var numbers = new[] { 1 };\nnumbers.Sele|", "Select SelectMany")]
    [InlineData("DayOfWeek.Sat|", "Saturday")]
    [InlineData("\"a\".TrimE|nd()", "TrimEnd")]
    [InlineData("console.x; Consol|", "Console ConsoleCancelEventArgs ConsoleCancelEventHandler ConsoleColor ConsoleKey ConsoleKeyInfo ConsoleModifiers ConsoleSpecialKey")]
    [InlineData("forea|", "foreach")]
    [InlineData("record P(int Alpha, int Beta);\nvar p = new P(1, 2) with { Al|", "Alpha")]
    [InlineData("int Add(int first, int second) => 1;\nAdd(fir|", "first:")]
    [InlineData("// Consol|", "")]
    [InlineData("\"Consol|\"", "")]
    [InlineData("unknown.Thi|", "")]
    [InlineData("|", null)]
    public void What_fits_the_letters_is_offered(string code, string? expected)
    {
        var (text, cursor) = Split(code);
        var found = Completions.At(_session.Compile(text), cursor);
        if (expected is null) Assert.DoesNotContain(found.Items, item => item.Text.StartsWith('<'));
        else Assert.Equal(expected, string.Join(' ', found.Items.Select(item => item.Text)));
        Assert.InRange(found.Start, 0, found.End);
        Assert.Equal(cursor, found.End);
    }

    [Fact]
    public async Task What_earlier_cells_declared_is_offered_and_explained()
    {
        await RunAsync("/// <summary>Twice <paramref name=\"x\"/>.</summary>\n/// <param name=\"x\">Any number.</param>\nint Double(int x) => 2 * x;\nvar answer = 42;");
        Assert.Equal(["answer"], Completions.At(_session.Compile("ans"), 3).Items.Select(item => item.Text));
        Assert.Equal("int Double(int x)\n\nTwice x.\n\nx: Any number.", Inspect("Doub|le(answer)"));
        Assert.Equal("int Double(int x)\n\nTwice x.\n\nx: Any number.", Inspect("Double(ans + |"));
        Assert.StartsWith("int answer", Inspect("answer| + 1"));
    }

    [Fact]
    public void The_frameworks_documentation_is_read_where_there_is_an_SDK()
    {
        var text = Inspect("Math.Sqr|t(2)")!;
        Assert.StartsWith("double System.Math.Sqrt(double d)", text);
        Assert.SkipUnless(text.Contains('\n'), "no SDK beside this runtime");
        Assert.Contains("Returns the square root of a specified number.", text);
    }

    [Fact]
    public void The_overload_that_is_called_comes_first()
    {
        var text = Inspect("string.Join|(\", \", new[] { 1, 2 })")!;
        Assert.StartsWith("string string.Join<int>(string? separator, System.Collections.Generic.IEnumerable<int> values)", text);
        Assert.Contains("params", text);
    }

    [Theory]
    [InlineData("   |")]
    [InlineData("1 +| 1")]
    [InlineData("unknown|")]
    public void Where_nothing_is_known_nothing_is_said(string code) => Assert.Null(Inspect(code));

    [Theory]
    [InlineData("a\U0001F600b", 0, 0)]
    [InlineData("a\U0001F600b", 1, 1)]
    [InlineData("a\U0001F600b", 2, 3)]
    [InlineData("a\U0001F600b", 3, 4)]
    [InlineData("a\U0001F600b", 9, 4)]
    public void Places_are_counted_in_code_points(string text, int points, int index)
    {
        Assert.Equal(index, CodePoints.ToIndex(text, points));
        Assert.Equal(Math.Min(points, 3), CodePoints.FromIndex(text, index));
    }

    [Theory]
    [InlineData("if (x) {", "    ")]
    [InlineData("    Call(", "        ")]
    [InlineData("  var x = 1;", "  ")]
    [InlineData("", "")]
    public void The_next_line_is_indented_as_the_last_one_asks(string code, string indent) => Assert.Equal(indent, Indentation.After(code));

    private string? Inspect(string code)
    {
        var (text, cursor) = Split(code);
        return Inspection.At(_session.Compile(text), cursor)?.AsText();
    }

    private Task RunAsync(string code) => _session.ExecuteAsync(code, _ => { }, TestContext.Current.CancellationToken);

    private static (string Text, int Cursor) Split(string code) => (code.Remove(code.IndexOf('|'), 1), code.IndexOf('|'));
}
