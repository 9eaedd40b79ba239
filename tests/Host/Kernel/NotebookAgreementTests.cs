using EarlyExit.Host.Commands;
using EarlyExit.Host.Notebooks;
using EarlyExit.Tests.Notebooks;
using EarlyExit.Tests.Promises;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>The notebooks of this repository through the kernel, executed by Jupyter's clients: their outputs are those of our own runner.</summary>
public sealed class NotebookAgreementTests(Jupyter jupyter)
{
    /// <summary>All of them, or those that <c>EARLYEXIT_NOTEBOOKS</c> names by the starts of their names.</summary>
    public static TheoryData<string> Names => [.. NotebookSet.Resolve(Jupyter.Repository, (Environment.GetEnvironmentVariable("EARLYEXIT_NOTEBOOKS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [InlineData("00")]
    [InlineData("05")]
    public async Task Outputs_under_nbclient_are_those_of_the_runner(string name)
    {
        var path = NotebookSet.Resolve(Jupyter.Repository, [name]).Single();
        Assert.Empty(Differences(await RunAsync(path), await UnderNbclientAsync(path), again: null));
    }

    [Fact]
    public async Task Outputs_under_nbconvert_are_those_of_the_runner()
    {
        var path = NotebookSet.Resolve(Jupyter.Repository, ["05"]).Single();
        Assert.Empty(Differences(await RunAsync(path), await UnderNbconvertAsync(path), again: null));
    }

    /// <summary>The runner and Jupyter's clients have caches of their own: what is trained is trained twice, and so are the numbers the same twice.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Duration", "long")]
    [Trait("Promise", "notebooks")]
    public async Task Outputs_of_every_notebook_are_the_same_everywhere(string name)
    {
        var path = Path.Combine(Jupyter.Repository.Notebooks, name);
        using var caches = new TemporaryFolder();
        var runner = RunAsync(path, caches.Path);
        var (nbclient, nbconvert) = (await UnderNbclientAsync(path), await UnderNbconvertAsync(path));
        var ours = await runner;
        // A notebook that measures time shows other numbers in every run.
        var again = ours.RunsAlone ? await RunAsync(path, caches.Path) : null;
        string[] differences = [.. Differences(ours, nbclient, again).Select(cell => $"nbclient: {cell}"), .. Differences(ours, nbconvert, again).Select(cell => $"nbconvert: {cell}")];
        var measured = again is null ? 0 : Cells(ours).Zip(Cells(again)).Count(pair => pair.First != pair.Second);
        Report.Count("notebooks run by runner, nbclient and nbconvert", 1);
        Report.Count("cells compared byte for byte", 2 * (Cells(ours).Count() - measured));
        Report.Count("cells that measure time, compared in form", 2 * measured);
        Report.Count("cells that differ", differences.Length);
        Assert.Empty(differences);
    }

    private static async Task<Notebook> RunAsync(string path, string? caches = null)
    {
        using var folder = new TemporaryFolder();
        var settings = new RunSettings("smoke", DataSet: null, Options.LimitFor("smoke", null), folder.File("verdicts")) { Caches = caches };
        var run = await new NotebookRunner(settings, new Silence()).RunAsync(path, TestContext.Current.CancellationToken);
        return run.Failure is null ? run.Executed : throw new CellFailedException(path, run.Failure);
    }

    private async Task<Notebook> UnderNbclientAsync(string path)
    {
        var folder = Directory.CreateDirectory(jupyter.File("nbclient")).FullName;
        var run = await jupyter.RunAsync("run_notebooks.py", [Jupyter.Kernel, folder, path]);
        Assert.True(run.Succeeded, run.Output);
        return CanonicalForm.Of(NotebookReader.Read(Path.Combine(folder, Path.GetFileName(path))));
    }

    private async Task<Notebook> UnderNbconvertAsync(string path)
    {
        var folder = Directory.CreateDirectory(jupyter.File("nbconvert")).FullName;
        var run = await jupyter.ConvertAsync(folder, path);
        Assert.True(run.Succeeded, run.Output);
        return CanonicalForm.Of(NotebookReader.Read(Path.Combine(folder, Path.GetFileName(path))));
    }

    /// <summary>
    /// The cells whose outputs differ. Of the last one, which shows versions and how long it took, the seconds may. Cells that differ between two
    /// runs of the runner itself measure time: of those the kinds of outputs are compared, not their numbers.
    /// </summary>
    private static IReadOnlyList<string> Differences(Notebook ours, Notebook theirs, Notebook? again)
    {
        Assert.Equal(ours.CodeCells.Select(cell => cell.ExecutionCount), theirs.CodeCells.Select(cell => cell.ExecutionCount));
        string[] one = [.. Cells(ours)], other = [.. Cells(theirs)], second = [.. Cells(again ?? ours)];
        return
        [
            .. Enumerable.Range(0, one.Length).Where(k => one[k] != second[k] ? Kinds(ours, k) != Kinds(theirs, k) : one[k] != other[k])
                .Select(k => $"cell {k + 1}: {Window(one[k], other[k])} in the place of {Window(other[k], one[k])}"),
        ];
    }

    private static IEnumerable<string> Cells(Notebook notebook) => notebook.CodeCells.Select((cell, index) =>
        Footers.Is(cell) ? Footers.WithoutSeconds(cell) : NotebookWriter.ToJson(new Notebook([new CodeCell($"cell-{index + 1}", "", [], null, cell.Outputs)], [])));

    private static string Kinds(Notebook notebook, int cell) => string.Join("; ", notebook.CodeCells.ElementAt(cell).Outputs.Select(output => output switch
    {
        DisplayOutput display => $"shown as {string.Join(", ", display.Data.Select(form => form.Key).Order(StringComparer.Ordinal))}",
        StreamOutput stream => stream.Name,
        _ => output.GetType().Name,
    }));

    private static string Window(string text, string other)
    {
        var place = text.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return text.Substring(Math.Max(0, place - 60), Math.Min(160, text.Length - Math.Max(0, place - 60)));
    }
}
