using EarlyExit.Host.Commands;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>The notebooks of this repository through the kernel, executed by nbclient: their outputs are those of our own runner.</summary>
public sealed class NotebookAgreementTests(Jupyter jupyter)
{
    /// <summary>Which notebooks, by the starts of their names; <c>EARLYEXIT_KERNEL_NOTEBOOKS</c> may name others, or <c>all</c> (minutes).</summary>
    private static readonly string[] Few = ["00", "05"];

    [Fact]
    public async Task Outputs_under_nbclient_are_those_of_the_runner()
    {
        var paths = Notebooks();
        var folder = Directory.CreateDirectory(jupyter.File("executed")).FullName;
        var run = await jupyter.RunAsync("run_notebooks.py", [Jupyter.Kernel, folder, .. paths]);
        Assert.True(run.Succeeded, run.Output);
        var settings = new RunSettings("smoke", DataSet: null, Options.LimitFor("smoke", null), jupyter.File("verdicts"));
        foreach (var path in paths)
        {
            var ours = await new NotebookRunner(settings, new Silence()).RunAsync(path, TestContext.Current.CancellationToken);
            Assert.Null(ours.Failure);
            var theirs = CanonicalForm.Of(NotebookReader.Read(Path.Combine(folder, Path.GetFileName(path))));
            // The last cell shows versions and how long it took.
            Assert.Equal(Outputs(ours.Executed).SkipLast(1), Outputs(theirs).SkipLast(1));
            Assert.Equal(ours.Executed.CodeCells.Select(cell => cell.ExecutionCount), theirs.CodeCells.Select(cell => cell.ExecutionCount));
        }
    }

    private static IReadOnlyList<string> Notebooks() => Environment.GetEnvironmentVariable("EARLYEXIT_KERNEL_NOTEBOOKS") switch
    {
        null or "" => NotebookSet.Resolve(Jupyter.Repository, Few),
        "all" => NotebookSet.Resolve(Jupyter.Repository, []),
        var named => NotebookSet.Resolve(Jupyter.Repository, named.Split(' ')),
    };

    private static IEnumerable<string> Outputs(Notebook notebook) => notebook.CodeCells.Select((cell, index) =>
        NotebookWriter.ToJson(new Notebook([new CodeCell($"cell {index + 1}".Replace(' ', '-'), "", [], null, cell.Outputs)], [])));
}
