using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Setup;

namespace EarlyExit.Tests.Host;

public class CommandLineTests
{
    [Fact]
    public void Help_fits_a_screen()
    {
        var lines = HelpPage.Text.Split('\n');
        Assert.InRange(lines.Length, 5, 24);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Every_command_is_on_the_help_page()
    {
        var help = (await RunAsync("help")).Output;
        foreach (var command in new[] { "run", "site", "publish", "clean", "student", "data", "train", "sweep", "score", "bench", "kernel", "test", "help" }) Assert.Contains($"\n  {command} ", help);
        Assert.Equal(help, (await RunAsync()).Output);
    }

    [Theory]
    [InlineData("There is no command 'fly'", "fly")]
    [InlineData("There is no notebook 'no-such-notebook'", "run", "no-such-notebook")]
    [InlineData("Argument 'huge' not recognized", "run", "--scale", "huge")]
    [InlineData("--data is 'imagenet', expected one of shapes", "run", "--data", "imagenet")]
    [InlineData("--time-limit is '-1'", "run", "--time-limit", "-1")]
    [InlineData("There is no option '--fast'", "run", "--fast")]
    [InlineData("There is no room 'Kitchen' in tests/, only ", "test", "Kitchen")]
    [InlineData("Argument 'imagenet' not recognized", "data", "imagenet")]
    [InlineData("Required argument missing for command: 'data'", "data")]
    [InlineData("Argument 'house' not recognized", "train", "house")]
    [InlineData("--shard is '3/2'", "train", "zoo", "--shard", "3/2")]
    [InlineData("--shard is 'x'", "train", "zoo", "--shard", "x")]
    public async Task A_wrong_call_is_one_clear_line_and_exit_code_2(string message, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.Output);
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Clean_puts_a_notebook_in_canonical_form_and_names_what_it_cannot_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.ipynb", """{ "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{ "cell_type": "markdown", "id": "a", "source": "x " }] }""");
        Assert.Contains("cleaned", (await RunAsync("clean", path)).Output);
        Assert.Contains("was clean", (await RunAsync("clean", path)).Output);
        Assert.Equal("x", NotebookReader.Read(path).Cells.Single().Source);
        var broken = await RunAsync("clean", folder.Write("b.ipynb", "{}"));
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("b.ipynb: $.nbformat", broken.Output);
    }

    [Fact]
    public async Task Student_writes_copies_without_outputs_and_answers_and_never_over_somebodys_work()
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("class");
        var first = await RunAsync("student", target);
        Assert.True(first.Succeeded, first.Output);
        var repository = Repository.Find();
        var originals = Directory.GetFiles(repository.Notebooks, "*.ipynb");
        Assert.Equal(originals.Select(Path.GetFileName).Order(), Directory.GetFiles(target).Select(Path.GetFileName).Order());
        foreach (var path in originals)
        {
            var (original, copy) = (NotebookReader.Read(path), NotebookReader.Read(Path.Combine(target, Path.GetFileName(path))));
            Assert.All(copy.CodeCells, cell => Assert.True(cell.Outputs.Count == 0 && cell.ExecutionCount is null));
            Assert.Equal(original.Cells.Select(cell => cell.Id), copy.Cells.Select(cell => cell.Id));
            foreach (var line in copy.CodeCells.First().Source.Split('\n').Where(line => line.StartsWith("#r ")))
                Assert.Equal(Path.Combine(repository.Artifacts, "notebook"), Path.GetDirectoryName(Path.GetFullPath(line[4..^1], target)));
            Assert.DoesNotContain(copy.Cells, cell => cell.Source.Contains("<summary>Answer"));
            if (original.Cells.Any(cell => cell.Source.Contains("<summary>Answer"))) Assert.Contains(copy.Cells, cell => cell.Source.Contains("## Exercises") && cell.Source.Contains("1. "));
        }
        var again = await RunAsync("student", target);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("may hold somebody's work", again.Output);
    }

    [Fact]
    public void Notebooks_are_found_by_path_pattern_and_start()
    {
        using var folder = new TemporaryFolder();
        var repository = new Repository(folder.Path);
        foreach (var name in new[] { "00-tour", "20-regimes", "21-budgets" }) folder.Write($"notebooks/{name}.ipynb", "");
        Assert.Equal(["00-tour", "20-regimes", "21-budgets"], Names());
        Assert.Equal(["20-regimes"], Names("20"));
        Assert.Equal(["20-regimes", "21-budgets"], Names("notebooks/2*.ipynb"));
        Assert.Equal(["21-budgets", "00-tour"], Names("21", folder.File("notebooks/00-tour.ipynb")));
        Assert.Throws<UsageException>(() => Names("30"));
        Assert.Throws<UsageException>(() => NotebookSet.Resolve(new Repository(folder.File("elsewhere")), []));

        string[] Names(params string[] names) => [.. NotebookSet.Resolve(repository, names).Select(path => Path.GetFileNameWithoutExtension(path))];
    }

    private static Task<ChildResult> RunAsync(params string[] arguments) => ChildProcess.RunAsync(DotNet.Path,
        ["exec", typeof(CommandLine).Assembly.Location, .. arguments], Path.GetTempPath(), cancellation: TestContext.Current.CancellationToken);
}
