using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;

namespace EarlyExit.Regimes;

/// <summary>One trained network of a study. The network and its outputs are loaded when asked for.</summary>
public sealed class Run
{
    private readonly StudyEntry _entry;
    private readonly FinishedEntry _finished;
    private readonly IDataSet _data;
    private readonly Lazy<MultiExitNetwork> _network;
    private readonly Lazy<ExitOutputs> _validation;
    private readonly Lazy<ExitOutputs> _test;
    private readonly Lazy<RegressionOutputs> _validationNumbers;
    private readonly Lazy<RegressionOutputs> _testNumbers;

    internal Run(StudyEntry entry, FinishedEntry finished, Architecture architecture, IDataSet data, Regime regime, int seed)
    {
        (_entry, _finished, _data) = (entry, finished, data);
        (Architecture, Regime, Seed, History) = (architecture, regime, seed, finished.Phases);
        _network = new(() =>
        {
            var network = architecture.Build(seed);
            finished.LoadInto(network);
            network.to(Devices.Chosen);
            network.eval();
            return network;
        });
        _validation = new(() => Outputs("validation", data.Validation));
        _test = new(() => Outputs("test", data.Test));
        _validationNumbers = new(() => Numbers("validation", data.Validation));
        _testNumbers = new(() => Numbers("test", data.Test));
    }

    /// <summary>The blueprint.</summary>
    public Architecture Architecture { get; }

    /// <summary>How it was trained.</summary>
    public Regime Regime { get; }

    /// <summary>Seed of the first weights and of training.</summary>
    public int Seed { get; }

    /// <summary>What each phase did, epoch by epoch.</summary>
    public IReadOnlyList<PhaseRecord> History { get; }

    /// <summary>Multiply-accumulates spent on training, validation not counted.</summary>
    public double TrainingMacs => History.Sum(phase => phase.Macs);

    /// <summary>Time that training took on the machine that did it.</summary>
    public double Seconds => History.Sum(phase => phase.Seconds);

    /// <summary>The folder in the cache that its outputs lie in, and its weights unless they come with the workbook.</summary>
    public string Folder => _entry.Folder;

    /// <summary>The trained network, in evaluation mode, on <see cref="Devices.Chosen"/>.</summary>
    public MultiExitNetwork Network => _network.Value;

    /// <summary>What every exit says about the validation part.</summary>
    /// <exception cref="InvalidOperationException">The network says numbers: see <see cref="ValidationNumbers"/>.</exception>
    public ExitOutputs Validation => _validation.Value;

    /// <summary>What every exit says about the test part.</summary>
    /// <exception cref="InvalidOperationException">The network says numbers: see <see cref="TestNumbers"/>.</exception>
    public ExitOutputs Test => _test.Value;

    /// <summary>What every exit of a regression says about the validation part.</summary>
    /// <exception cref="InvalidOperationException">The network tells classes apart: see <see cref="Validation"/>.</exception>
    public RegressionOutputs ValidationNumbers => _validationNumbers.Value;

    /// <summary>What every exit of a regression says about the test part.</summary>
    /// <exception cref="InvalidOperationException">The network tells classes apart: see <see cref="Test"/>.</exception>
    public RegressionOutputs TestNumbers => _testNumbers.Value;

    /// <summary>Whether the outputs of both parts are on disk.</summary>
    internal bool OutputsAreStored => File.Exists(PathOf("validation", _data.Validation)) && File.Exists(PathOf("test", _data.Test));

    /// <summary>Collects the outputs of both parts now, so that they are on disk.</summary>
    internal void CollectOutputs()
    {
        if (Architecture.Backbone.PredictsNumbers) _ = (ValidationNumbers, TestNumbers);
        else _ = (Validation, Test);
    }

    /// <summary>Network, regime and seed.</summary>
    public override string ToString() => $"{Architecture.Name} {Regime.Name} seed {Seed}";

    private OutputsInfo Info(string split) => new(Architecture.Name, _data.Name, split, Regime.Name, Seed);

    // Outputs belong to data and weights: those that come with the workbook may change, and give way to a training of one's own.
    private string PathOf(string split, SampleSet samples) =>
        _entry.PathOf($"{split}-{DataFingerprint.Of(samples)[..12]}-{_finished.WeightsSha256[..12]}.npz");

    private ExitOutputs Outputs(string split, SampleSet samples)
    {
        if (Architecture.Backbone.PredictsNumbers)
            throw new InvalidOperationException($"{this} says numbers, not classes: ask for ValidationNumbers or TestNumbers.");
        var (path, info) = (PathOf(split, samples), Info(split));
        if (File.Exists(path))
        {
            // Two regimes may lead to the same phases and so to the same folder: the name is this run's.
            var known = ExitOutputs.Load(path);
            return new ExitOutputs([.. known.Logits], [.. known.Labels], [.. known.Costs], known.C, info);
        }
        var outputs = Inference.Outputs.Collect(Network, Architecture.Costs, samples, _data, info);
        outputs.Save(path);
        return outputs;
    }

    private RegressionOutputs Numbers(string split, SampleSet samples)
    {
        if (!Architecture.Backbone.PredictsNumbers)
            throw new InvalidOperationException($"{this} tells classes apart and says no numbers: ask for Validation or Test.");
        var (path, info) = (PathOf(split, samples), Info(split));
        if (File.Exists(path)) return RegressionOutputs.Load(path).WithInfo(info);
        var outputs = Inference.Outputs.CollectNumbers(Network, Architecture.Costs, samples, _data, info);
        outputs.Save(path);
        return outputs;
    }
}
