using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Host;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ntext\n", "plain\ntext\n")]
    [InlineData("10 %\r20 %\r100 %\n", "100 %\n")]
    [InlineData("long line\rabc", "abcg line")]
    [InlineData("windows\r\nlines\r\n", "windows\nlines\n")]
    [InlineData("\rworking\r       \rdone\n", "done\n")]
    [InlineData("\rworking\r       \r", "")]
    [InlineData("kept\n\rgone\r    \r", "kept\n")]
    [InlineData("indented  \n  two\n", "indented  \n  two\n")]
    public void What_a_terminal_would_show(string written, string shown) => Assert.Equal(shown, TerminalText.Apply(written));

    [Fact]
    public void Finished_lines_are_taken_out_once()
    {
        var text = new TerminalText();
        Assert.Equal("", text.Finished("10 %\r20 %"));
        Assert.Equal("done\n", text.Finished("\r    \rdone\nnext"));
        Assert.Equal("", text.Finished(""));
        Assert.Equal("next", text.ToString());
    }

    [Fact]
    public void Pieces_add_up_to_the_whole()
    {
        const string Written = "a\rbc\nd\r\n\rprogress\r        \re\n";
        var piecewise = new TerminalText();
        foreach (var letter in Written) piecewise.Append(letter.ToString());
        Assert.Equal(TerminalText.Apply(Written), piecewise.ToString());
    }

    [Fact]
    public void The_current_line_is_the_one_that_is_being_written()
    {
        var text = new TerminalText();
        text.Append("first\n\repoch 1");
        Assert.Equal("epoch 1", text.CurrentLine);
        text.Append("\repoch 2");
        Assert.Equal("epoch 2", text.CurrentLine);
    }

    [Fact]
    public void A_progress_line_leaves_nothing_in_a_notebook()
    {
        var collector = new OutputCollector();
        foreach (var text in new[] { "\rhalf", "\rall ", "\r    \r" }) collector.Add(new StreamText("stdout", text));
        collector.Add(new StreamText("stderr", "warning\n"));
        collector.Add(new StreamText("stdout", "one "));
        collector.Add(new StreamText("stdout", "line\n"));
        Assert.Equal([new StreamOutput("stderr", "warning\n"), new StreamOutput("stdout", "one line\n")], collector.Finish());
    }
}
