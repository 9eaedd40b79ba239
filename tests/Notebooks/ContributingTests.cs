using System.Text.RegularExpressions;
using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Notebooks;
using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Notebooks;

/// <summary>The examples of CONTRIBUTING.md compile and run, one after the other, as cells behind the setup cell of the notebooks.</summary>
public partial class ContributingTests
{
    [Fact]
    public async Task Its_examples_run()
    {
        var repository = Repository.Find();
        var tour = NotebookReader.Read(Path.Combine(repository.Notebooks, "00-tour.ipynb"));
        string[] examples = [.. Example().Matches(File.ReadAllText(Path.Combine(repository.Root, "CONTRIBUTING.md"))).Select(match => match.Groups["code"].Value)];
        Assert.Equal(4, examples.Length);
        using var folder = new TemporaryFolder();
        var settings = new RunSettings("smoke", DataSet: null, Options.LimitFor("smoke", null), folder.File("verdicts"));
        var notebook = SmallNotebooks.Of([tour.CodeCells.First().Source, $"Environment.SetEnvironmentVariable(\"EARLYEXIT_CACHE\", @\"{folder.File("cache")}\");", .. examples]);
        var run = await new NotebookRunner(settings, new Silence()).RunAsync(notebook, Path.Combine(repository.Notebooks, "examples.ipynb"), TestContext.Current.CancellationToken);
        if (run.Failure is not null) Assert.Fail(new CellFailedException("CONTRIBUTING.md", run.Failure).Message);
        Assert.All(run.Executed.CodeCells.Skip(2), cell => Assert.NotEmpty(cell.Outputs)); // each example ends in something to look at
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
