using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Notebooks;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Promises;

namespace EarlyExit.Tests.Notebooks;

/// <summary>The notebooks of this repository: as they are committed, and that they run.</summary>
public class CommittedNotebookTests
{
    private static readonly Repository Repository = Repository.Find();

    public static TheoryData<string> Names => [.. Files().Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Committed_as_executed_in_canonical_form(string name)
    {
        var path = Path.Combine(Repository.Notebooks, name);
        var json = File.ReadAllText(path);
        Assert.Empty(CanonicalForm.Problems(NotebookReader.Parse(json, name), json));
    }

    [Fact]
    public void The_setup_cell_is_the_same_everywhere()
    {
        var setups = Files().Select(file => (file, NotebookReader.Read(file).CodeCells.First().Source)).ToArray();
        Assert.All(setups, setup => Assert.Equal(setups[0].Source, setup.Source));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Runs_at_smoke_scale_and_its_answers_hold(string name) => RunWithSolutionsAsync(name, "smoke");

    /// <summary>Where the answers speak of trained networks. <c>EARLYEXIT_NOTEBOOKS</c> may name some of them.</summary>
    [Theory]
    [MemberData(nameof(Host.Kernel.NotebookAgreementTests.Names), MemberType = typeof(Host.Kernel.NotebookAgreementTests))]
    [Trait("Duration", "long")]
    [Trait("Promise", "answers")]
    public async Task Its_answers_hold_at_the_scale_that_they_speak_of(string name)
    {
        await RunWithSolutionsAsync(name, "quick");
        Report.Count("exercises whose answers hold at quick scale", Solutions.ExercisesOf(NotebookReader.Read(Path.Combine(Repository.Notebooks, name))).Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_exercises_are_solved(string name)
    {
        var path = Path.Combine(Repository.Notebooks, name);
        var exercises = Solutions.ExercisesOf(NotebookReader.Read(path));
        Assert.NotEmpty(exercises);
        Assert.Equal(exercises, Solutions.SolvedIn(File.ReadAllText(Solutions.FileOf(path))));
    }

    [Fact]
    public void Every_file_of_solutions_belongs_to_a_notebook() =>
        Assert.All(Directory.EnumerateFiles(Path.Combine(Repository.Notebooks, "solutions")), file =>
            Assert.True(File.Exists(Path.Combine(Repository.Notebooks, Path.GetFileNameWithoutExtension(file) + ".ipynb")), file));

    private static async Task RunWithSolutionsAsync(string name, string scale)
    {
        using var folder = new TemporaryFolder();
        var settings = new RunSettings(scale, DataSet: null, Options.LimitFor(scale, null), folder.File("verdicts"));
        var path = Path.Combine(Repository.Notebooks, name);
        var notebook = NotebookReader.Read(path);
        if (File.Exists(Solutions.FileOf(path))) notebook = Solutions.Append(notebook, File.ReadAllText(Solutions.FileOf(path)));
        var run = await new NotebookRunner(settings, new Silence()).RunAsync(notebook, path, TestContext.Current.CancellationToken);
        if (run.Failure is not null) Assert.Fail(new CellFailedException(name, run.Failure).Message);
    }

    private static IEnumerable<string> Files() =>
        Directory.Exists(Repository.Notebooks) ? Directory.EnumerateFiles(Repository.Notebooks, "*.ipynb").Order(StringComparer.Ordinal) : [];
}
