using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Sweeps;
using EarlyExit.Tests.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Sweeps;

/// <summary>Cells are done once, stopped ones go on, and who did what does not show in the table.</summary>
[Collection("torch")]
public sealed class WorkerTests : OneThread
{
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-sweep-").FullName;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private static readonly SweepData Tiny = new(TinyData.Create());

    private static readonly SweepAxes Axes = new()
    {
        Data = [Tiny],
        Architectures = [new("mlp", data => Mlp.Of([2, 6, 6], [8, 8], classes: 3).WithExits(Heads.Linear, Every.Block))],
        Regimes = [Regime.Disjoint, Regime.Joint, Regime.Mixed],
        Budgets = [new("3 epochs", Budget.PerPhase(Epochs(3)))],
        Recipes = [new("small", _ => new() { BatchSize = 16, Augmentation = Augmentation.None, Optimiser = Optimiser.Adam(.01) })],
        Seeds = [0, 1],
        Calibrators = [Choices.NoCalibrator, Choices.Calibrators["temperature per exit"], Choices.Calibrators["Platt scaling"]],
    };

    private Sweep Sweep(string place, SweepAxes? axes = null, ISweepWork? work = null) => new(
        "tiny", axes ?? Axes, [], _ => false,
        new Blueprints(work ?? new TrainedWork(), new StudyFolders(Path.Combine(_folder, place, "cache"), Path.Combine(_folder, "none"))),
        new CellStore(Path.Combine(_folder, place, "cells"), Path.Combine(_folder, "none")));

    private static SweepSummary Work(Sweep sweep, Action<SweepProgress>? told = null, CancellationToken? cancellation = null) =>
        new SweepWorker(sweep, told ?? (_ => { })).Work(sweep.Cells, cancellation ?? TestContext.Current.CancellationToken);

    [Fact]
    public void A_task_lists_no_folder_and_a_plan_each_of_them_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells who opens a folder");
        var instant = Axes with { Seeds = [.. Enumerable.Range(0, 40)] };
        Assert.Equal(new SweepSummary(360, 0, 0), Work(Sweep("instant", instant, new InstantWork(0))));
        var cells = Path.Combine(_folder, "instant", "cells");
        string[] folders = [cells, .. Directory.GetDirectories(cells)];
        Assert.InRange(folders.Length, 100, 257);
        using var listings = new FolderListings(folders);
        var again = Sweep("instant", instant, new InstantWork(0));
        Assert.Equal(new SweepSummary(0, 360, 0), Work(again));
        foreach (var cell in again.Cells.Take(10)) File.Delete(Path.Combine(cells, cell.Id[..2], cell.Id + ".json"));
        Assert.Equal(new SweepSummary(10, 350, 0), Work(Sweep("instant", instant, new InstantWork(0))));
        Assert.Empty(listings.Take());
        again.Store.List();
        Assert.Equal(Enumerable.Repeat(1, folders.Length), listings.Take());
    }

    [Fact]
    public void A_table_does_not_show_who_did_what_in_which_order()
    {
        var alone = Sweep("alone");
        Assert.Equal(new SweepSummary(18, 0, 0), Work(alone));
        var expected = alone.Collect();
        Assert.Empty(expected.Holes);
        Assert.Equal(18, expected.Rows.Count);

        // Backwards, in two parts, stopped again and again after a few steps.
        var shared = Sweep("shared");
        var stops = 0;
        foreach (var part in new[] { 1, 0 })
            for (var over = false; !over;)
            {
                using var stop = new CancellationTokenSource();
                var steps = 0;
                try
                {
                    new SweepWorker(shared, told => { if (told.State == CellState.Running && ++steps == 20) stop.Cancel(); })
                        .Work([.. shared.Cells.Where((_, k) => k % 2 == part).Reverse()], stop.Token);
                    over = true;
                }
                catch (OperationCanceledException)
                {
                    stops++;
                }
            }
        Assert.True(stops > 5, $"{stops} stops");
        Assert.Equal(expected.Csv, shared.Collect().Csv);
        Assert.Contains(shared.Collect().Rows, row => row.Result.Origin.Resumed);
        Assert.DoesNotContain(expected.Rows, row => row.Result.Origin.Resumed);
        Assert.Equal(new SweepSummary(0, 18, 0), Work(shared));
    }

    [Fact]
    public async Task A_notebook_finds_what_a_sweep_has_trained_and_the_numbers_are_those_of_its_outputs()
    {
        var sweep = Sweep("one");
        Work(sweep);
        foreach (var row in sweep.Collect().Rows.Where(row => row.Cell.Calibrator.Value is null))
        {
            var steps = 0;
            var cell = row.Cell;
            var runs = await Study.Train(cell.Network, Tiny.Set, [cell.Regime], [cell.Seed], cell.Budget.Value, cell.Training,
                Path.Combine(_folder, "one", "cache"), new Each(() => steps++), TestContext.Current.CancellationToken);
            Assert.Equal(0, steps);
            Assert.Equal(runs[0].Test.Accuracy(), row.Result.Accuracy);
            Assert.Equal(Budgets.Standard.Select(budget => runs[0].Test.Frontier(Scores.MaxSoftmax).AccuracyAt(budget)), row.Result.AtBudgets);
            Assert.Equal(runs[0].Test.Frontier(Scores.MaxSoftmax).Area(), row.Result.Measures[3]);
            Assert.Equal(runs[0].TrainingMacs, row.Result.TrainingMacs);
            Assert.StartsWith(Path.Combine(_folder, "one", "cache"), runs[0].Folder);
            Assert.Equal(2, Path.GetFileName(Path.GetDirectoryName(runs[0].Folder))!.Length);
        }
        var tables = sweep.Collect().AtBudgets();
        Assert.Equal(["none", "temperature per exit", "Platt scaling"], tables.Select(table => table.Name));
        Assert.Equal(["disjoint", "joint", "mixed"], tables[0].Table.Regimes);
        Assert.Equal(2, tables[0].Table["joint", Budgets.Max].Seeds.Count);
        Assert.Equal(18, sweep.Collect().Frame.Rows.Count);
        Assert.Equal(19, sweep.Collect().Csv.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void An_id_depends_on_what_decides_the_result_and_not_on_names()
    {
        var cell = Sweep("ids", Axes with { Regimes = [Regime.Joint], Seeds = [0], Calibrators = [Choices.NoCalibrator] }).Cells.Single();
        Assert.Equal(cell.Id, Changed(axes => axes with { Architectures = [new("another name", axes.Architectures[0].Value)], Budgets = [new("so", axes.Budgets[0].Value)] }));
        Assert.NotEqual(cell.Id, Changed(axes => axes with { Seeds = [1] }));
        Assert.NotEqual(cell.Id, Changed(axes => axes with { Methods = [Method.Pbee] }));
        Assert.NotEqual(cell.Id, Changed(axes => axes with { Calibrators = [Choices.Calibrators["shared temperature"]] }));
        Assert.NotEqual(cell.Id, Changed(axes => axes with { Budgets = [new("3 epochs", Budget.PerPhase(Epochs(4)))] }));
        Assert.NotEqual(cell.Id, Changed(axes => axes with { Data = [new("tiny", () => TinyData.Create(test: 29))] }));
        Assert.NotEqual(cell.Id, Changed(axes => axes with { Data = [new("tiny", () => TinyData.Create(seed: 1))] }));

        string Changed(Func<SweepAxes, SweepAxes> change) =>
            Sweep("ids", change(Axes with { Regimes = [Regime.Joint], Seeds = [0], Calibrators = [Choices.NoCalibrator] })).Cells.Single().Id;
    }

    [Fact]
    public async Task Workers_side_by_side_do_each_cell_once_and_one_that_went_away_leaves_its_cells_to_others()
    {
        var sweep = Sweep("many", Axes with { Seeds = [.. Enumerable.Range(0, 10)] }, new InstantWork(.001));
        var gone = sweep.Store.TryLock(sweep.Cells[5].Id);
        var done = new System.Collections.Concurrent.ConcurrentBag<string>();
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Work(sweep, told => { if (told.State == CellState.Done) done.Add(told.Cell.Id); }))).ToArray();
        while (done.Count < sweep.Cells.Count - 1) await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(sweep.Cells[5].Id, done);
        gone!.Dispose();
        var summaries = await Task.WhenAll(workers);
        Assert.Equal(sweep.Cells.Select(cell => cell.Id).Order(), done.Order());
        Assert.Equal(sweep.Cells.Count, summaries.Sum(summary => summary.Done));
        Assert.All(summaries, summary => Assert.Equal(sweep.Cells.Count, summary.Done + summary.Found));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.lock", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_cell_that_fails_is_listed_with_its_last_lines_and_tried_again()
    {
        var work = new Moody();
        var sweep = Sweep("moody", work: work);
        Assert.Equal(new SweepSummary(17, 0, 1), Work(sweep));
        var results = sweep.Collect();
        var failure = Assert.Single(results.Failures);
        Assert.Contains("step 3\nInvalidOperationException: no luck", failure.LastLines);
        Assert.Empty(results.Holes);
        Assert.Equal("failed", SweepPlan.Of(sweep, TestContext.Current.CancellationToken).Cells.Single(cell => cell.State != "done").State);
        work.Mood = "good";
        Assert.Equal(new SweepSummary(1, 17, 0), Work(sweep));
        Assert.Empty(sweep.Collect().Failures);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.failed", SearchOption.AllDirectories));
    }

    [Fact]
    public void Damaged_results_are_holes_and_bundled_ones_are_found()
    {
        var sweep = Sweep("holes", work: new InstantWork(0));
        Work(sweep);
        var files = Directory.GetFiles(sweep.Store.Folder, "*.json", SearchOption.AllDirectories);
        var bundle = Path.Combine(_folder, "bundle.results");
        File.WriteAllText(bundle, string.Concat(files.Select(File.ReadAllText)));
        var csv = sweep.Collect().Csv;
        File.WriteAllText(files[0], "{ \"id\": 1");
        File.WriteAllText(files[1], "{}");
        Assert.Equal(2, sweep.Collect().Holes.Count);
        var fresh = new Sweep("holes", Axes, [], _ => false, new Blueprints(new InstantWork(0), new StudyFolders("", "")), new CellStore(Path.Combine(_folder, "fresh"), bundle));
        Assert.Equal(csv, fresh.Collect().Csv);
        Assert.Equal(new SweepSummary(0, 18, 0), Work(fresh));
        Assert.False(Directory.Exists(Path.Combine(_folder, "fresh")));
    }

    [Fact]
    public void A_plan_counts_shared_training_once()
    {
        var sweep = Sweep("plan");
        var plan = SweepPlan.Of(sweep, TestContext.Current.CancellationToken);
        var (network, size) = (sweep.Cells[0].Network, TrainingSize.Of(Tiny.Set, sweep.Cells[0].Training));
        double Macs(Trains trains) => size.MostMacs(new Phase(trains) { Length = Epochs(3) }, network);
        // For each of two seeds: the backbone, heads on it, everything on it, everything from the start; calibrators share them.
        Assert.Equal(2 * (Macs(Trains.Backbone) + Macs(Trains.Heads) + 2 * Macs(Trains.Everything)), plan.Macs, 1e-6);
        Assert.True(plan.Seconds > 0);
        Work(sweep);
        var after = SweepPlan.Of(sweep, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0.0, null), (after.Missing, after.Macs, after.Seconds));
    }

    private sealed class Moody : ISweepWork
    {
        private readonly InstantWork _calm = new(0);

        public string Mood { get; set; } = "bad";

        public string KeyOf(SweepCell cell) => _calm.KeyOf(cell);

        public CellResult Do(SweepCell cell, Action<double, string> progress, CancellationToken cancellation)
        {
            progress(.5, "step 3");
            if (Mood == "bad" && cell.Name.EndsWith(", joint, 3 epochs, small, 1, none", StringComparison.Ordinal)) throw new InvalidOperationException("no luck");
            return _calm.Do(cell, progress, cancellation);
        }
    }

    private sealed class Each(Action step) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => step();
    }
}
