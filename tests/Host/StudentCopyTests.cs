using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Host;

public class StudentCopyTests
{
    [Fact]
    public void Outputs_and_answers_go_and_everything_else_stays()
    {
        const string Exercises = "## Exercises\n\n1. Why?\n\n<details><summary>Answers</summary>\n\n1. Because.\n\n</details>\n\nafter\n\n<details><summary>More on it</summary>\nstays\n</details>";
        var notebook = new Notebook(
        [
            new MarkdownCell("a", Exercises, []),
            SmallNotebooks.Code("b", "#r \"../artifacts/x.dll\"\nvar path = \"../data\";", new StreamOutput("stdout", "seen")),
        ], []);
        var copy = StudentCopy.Of(notebook, "../../repository/");
        Assert.Equal("## Exercises\n\n1. Why?\n\n*Your predictions, and what came out:*\n\nafter\n\n<details><summary>More on it</summary>\nstays\n</details>", copy.Cells[0].Source);
        var code = copy.CodeCells.Single();
        Assert.Equal("#r \"../../repository/artifacts/x.dll\"\nvar path = \"../data\";", code.Source);
        Assert.True(code.Outputs.Count == 0 && code.ExecutionCount is null);
    }
}
