namespace EarlyExit.Exits;

/// <summary>
/// One network of the zoo: what its exits say about validation and test samples of one data set. The validation samples were not
/// trained on; they come in three parts, so that a calibrator, a learned score and thresholds are each fitted on samples of their own.
/// Outputs are read when first asked for.
/// </summary>
public sealed class ZooNetwork
{
    private readonly string _folder;
    private readonly Lazy<ExitOutputs> _validation, _test, _calibrators, _scorers, _thresholds;

    internal ZooNetwork(ZooRecord record, string folder)
    {
        (Record, _folder) = (record, folder);
        _validation = new(() => ExitOutputs.Load(Path.Combine(folder, record.Name, ZooFiles.Validation)));
        _test = new(() => ExitOutputs.Load(Path.Combine(folder, record.Name, ZooFiles.Test)));
        _calibrators = new(() => Part(0, .375));
        _scorers = new(() => Part(.375, .75));
        _thresholds = new(() => Part(.75, 1));
    }

    /// <summary>What the index says of it.</summary>
    public ZooRecord Record { get; }

    /// <summary>Its name, such as <c>resnet14-joint-6k-s0</c>.</summary>
    public string Name => Record.Name;

    /// <summary>All validation samples.</summary>
    public ExitOutputs Validation => _validation.Value;

    /// <summary>The first three eighths of the validation samples, to fit calibrators on.</summary>
    public ExitOutputs ForCalibrators => _calibrators.Value;

    /// <summary>The next three eighths, to fit learned scores on.</summary>
    public ExitOutputs ForScorers => _scorers.Value;

    /// <summary>The last quarter, to choose thresholds on.</summary>
    public ExitOutputs ForThresholds => _thresholds.Value;

    /// <summary>The test samples, to judge on.</summary>
    public ExitOutputs Test => _test.Value;

    /// <summary>The first of the test samples under a shift, such as <c>noise</c>; see <see cref="ZooRecord.Shifts"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ExitOutputs Shifted(string shift) => Record.Shifts.Contains(shift)
        ? ExitOutputs.Load(Path.Combine(_folder, Name, ZooFiles.Shifted(shift)))
        : throw new KeyNotFoundException($"{Name} has no outputs under '{shift}', only {(Record.Shifts.Count == 0 ? "on clean images" : string.Join(", ", Record.Shifts))}.");

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private ExitOutputs Part(double from, double to)
    {
        var (first, end) = ((int)(from * Validation.N), (int)(to * Validation.N));
        return Validation.Subset([.. Enumerable.Range(first, end - first)]);
    }
}

/// <summary>A line of the zoo's index.</summary>
/// <param name="Name">Name of the network and of its folder.</param>
/// <param name="Network">The architecture, with its number of exits.</param>
/// <param name="Regime">The training regime.</param>
/// <param name="Seed">Seed of weights and training.</param>
/// <param name="Variant">What sets it apart, such as <c>6k</c> for 6,000 training images.</param>
/// <param name="DataSet">What it was trained on.</param>
/// <param name="Made">How it was trained and on what machine.</param>
/// <param name="Costs">Relative cumulative cost of each exit, <c>[L]</c>.</param>
/// <param name="Accuracy">Test accuracy of each exit, <c>[L]</c>, in [0, 1].</param>
/// <param name="Shifts">Under which shifts of the test images its outputs are stored too.</param>
public sealed record ZooRecord(
    string Name, string Network, string Regime, int Seed, string Variant, string DataSet, string Made,
    IReadOnlyList<double> Costs, IReadOnlyList<double> Accuracy, IReadOnlyList<string> Shifts);
