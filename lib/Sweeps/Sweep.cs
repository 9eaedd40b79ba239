using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>
/// A study as a list of cells: every combination of the values on its axes, and of those of further, smaller sets of axes, without those
/// that are excluded. Read from a file, which every machine of a cluster can read too, or written in C#.
/// </summary>
public sealed class Sweep
{
    private readonly CellStore _store;

    /// <summary>A study written in C#. The cells are made now; data sets are opened when they are asked for.</summary>
    /// <param name="name">Lower-case letters, digits and hyphens; its results lie in a folder of this name.</param>
    /// <param name="axes">A list for each axis.</param>
    /// <param name="include">Further combinations.</param>
    /// <param name="exclude">Cells to leave out, of the axes as of what is included.</param>
    /// <exception cref="ArgumentException">An axis has no value, or the name is no name.</exception>
    public Sweep(string name, SweepAxes axes, IReadOnlyList<SweepAxes>? include = null, Func<SweepCell, bool>? exclude = null)
        : this(name, axes, include ?? [], exclude ?? (_ => false), new Blueprints(new TrainedWork(), StudyFolders.Of(null)), CellStore.Of(name)) { }

    internal Sweep(string name, SweepAxes axes, IReadOnlyList<SweepAxes> include, Func<SweepCell, bool> exclude, Blueprints blueprints, CellStore store)
    {
        if (name.Length == 0 || name.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            throw new ArgumentException($"A study's name has lower-case letters, digits and hyphens, got '{name}'.", nameof(name));
        (Name, _store) = (name, store);
        var seen = new HashSet<string>();
        Cells = [.. include.Prepend(axes).SelectMany(set => set.Product(blueprints)).Where(cell => !exclude(cell) && seen.Add(cell.Name))];
        if (Cells.Count == 0)
            throw new ArgumentException($"The study '{name}' has no cell: an axis is empty, or all is excluded. Data, architectures, regimes and budgets have no default.");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The cells in order: main axes first, the last axis fastest; each combination of names once.</summary>
    public IReadOnlyList<SweepCell> Cells { get; }

    internal CellStore Store => _store;

    /// <summary>Reads a study file; docs/sweep.schema.json is its schema, docs/sweeps.md explains it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SweepFormatException">It is not as it should be.</exception>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static Sweep Load(string path) => SweepFile.Read(path);

    /// <summary>Does the cells that have no result, one after the other; other processes may work on the same study.</summary>
    /// <param name="progress">Told the name of a cell, its state, the part done in [0, 1], and a line.</param>
    /// <param name="cancellation">Saves and stops.</param>
    public Task<SweepSummary> Run(Action<SweepProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => new SweepWorker(this, progress ?? (_ => { })).Work(Cells, cancellation), cancellation);

    /// <summary>Everything that has been computed, whichever process did it.</summary>
    public SweepResults Collect() => SweepResults.Of(this);

    /// <summary>The test outputs of trained cells, as points of a proxy study: one network for each training, one variant for each calibrator of logits.</summary>
    /// <param name="chosen">Which cells; all that change logits when not given.</param>
    /// <param name="cancellation">Stops training of cells that are not trained.</param>
    public async Task<IReadOnlyList<StudyPoint>> Points(Func<SweepCell, bool>? chosen = null, CancellationToken cancellation = default)
    {
        var points = new List<StudyPoint>();
        foreach (var training in Cells.Where(chosen ?? (_ => true)).GroupBy(cell => string.Join(", ", cell.Values.SkipLast(1))))
        {
            var run = await training.First().Train(cancellation: cancellation);
            foreach (var cell in training)
                if (cell.Calibrator.Value is not { } calibrator) points.Add(new(training.Key, Measures.Raw, run.Test));
                else if (calibrator.Fit(run.Validation) is Calibration.FittedLogits fitted) points.Add(new(training.Key, calibrator.Name, fitted.Apply(run.Test)));
        }
        return points;
    }
}
