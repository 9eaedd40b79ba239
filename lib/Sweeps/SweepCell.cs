using System.Security.Cryptography;
using System.Text;
using EarlyExit.Calibration;
using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>One cell of a study: a network trained in one way, and judged in one way.</summary>
public sealed class SweepCell
{
    private readonly Blueprints _blueprints;
    private readonly Lazy<string> _id;

    internal SweepCell(
        Blueprints blueprints, SweepData data, Choice<Func<IDataSet, Architecture>> architecture, Method method, Regime regime,
        Choice<Budget> budget, Choice<Func<IDataSet, Recipe>> recipe, int seed, Choice<ICalibrator?> calibrator)
    {
        _blueprints = blueprints;
        (Data, Architecture, Method, Regime, Budget, Recipe, Seed, Calibrator) = (data, architecture, method, regime, budget, recipe, seed, calibrator);
        Values = [data.Name, architecture.Name, method.Name, regime.Name, budget.Name, recipe.Name, $"{seed}", calibrator.Name];
        _id = new(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))[..16]);
    }

    /// <summary>What is trained on.</summary>
    public SweepData Data { get; }

    /// <summary>The network as its axis has it, without what the method adds.</summary>
    public Choice<Func<IDataSet, Architecture>> Architecture { get; }

    /// <summary>The early-exit method.</summary>
    public Method Method { get; }

    /// <summary>The regime as its axis has it; the method may change its phases.</summary>
    public Regime Regime { get; }

    /// <summary>How much training.</summary>
    public Choice<Budget> Budget { get; }

    /// <summary>Optimiser, augmentation and the rest.</summary>
    public Choice<Func<IDataSet, Recipe>> Recipe { get; }

    /// <summary>Seed of first weights and training.</summary>
    public int Seed { get; }

    /// <summary>What is fitted on the validation part.</summary>
    public Choice<ICalibrator?> Calibrator { get; }

    /// <summary>The names on the axes, in the order of <see cref="SweepAxes.Names"/>.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The names in a line.</summary>
    public string Name => string.Join(", ", Values);

    /// <summary>
    /// 16 hexadecimal digits: the hash of everything that the result depends on, which are the key of the trained network in the cache of
    /// <see cref="Study"/>, the test samples, method and calibrator, and the versions of training and judging. It does not depend on the
    /// study, nor on what the values are called.
    /// </summary>
    public string Id => _id.Value;

    internal ISweepWork Work => _blueprints.Work;

    internal string Key => Work.KeyOf(this);

    /// <summary>The network that the method makes of the architecture on the data.</summary>
    public Architecture Network => _blueprints.Network(this);

    /// <summary>The recipe for the data.</summary>
    public Recipe Training => Recipe.Value(Data.Set);

    /// <summary>The trained network: from the cache or the workbook's runs where it is there, trained where it is not.</summary>
    /// <param name="progress">Told after every step; a line on the console when not given.</param>
    /// <param name="cancellation">Stops training after a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">A loss became infinite or NaN.</exception>
    public async Task<Run> Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) => (await Study.Train(
        Network, Data.Set, [Method.On(Regime)], [Seed], Budget.Value, Training, _blueprints.Folders, progress, cancellation))[0];

    /// <summary>The entries of the cache that its training goes through.</summary>
    internal StudyPlan Plan() => StudyPlan.Of(Network, Data.Set, Method.On(Regime), Seed, Budget.Value, Training, _blueprints.Folders);

    /// <inheritdoc cref="Name"/>
    public override string ToString() => $"{Id}  {Name}";
}

/// <summary>What the cells of a study share: how they are worked on, and networks made once for each data set and method.</summary>
internal sealed class Blueprints(ISweepWork work, StudyFolders folders)
{
    private readonly Dictionary<(SweepData, Choice<Func<IDataSet, Architecture>>, Method), Architecture> _networks = [];

    public ISweepWork Work => work;

    public StudyFolders Folders => folders;

    public Architecture Network(SweepCell cell)
    {
        lock (_networks)
        {
            var key = (cell.Data, cell.Architecture, cell.Method);
            if (!_networks.TryGetValue(key, out var network))
                _networks[key] = network = cell.Method.On(cell.Architecture.Value(cell.Data.Set));
            return network;
        }
    }
}
