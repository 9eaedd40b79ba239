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
    private readonly DataSet _data;
    private readonly Lazy<MultiExitNetwork> _network;
    private readonly Lazy<ExitOutputs> _validation;
    private readonly Lazy<ExitOutputs> _test;

    internal Run(StudyEntry entry, Architecture architecture, DataSet data, Regime regime, int seed, IReadOnlyList<PhaseRecord> history)
    {
        (_entry, _data) = (entry, data);
        (Architecture, Regime, Seed, History) = (architecture, regime, seed, history);
        _network = new(() =>
        {
            var network = architecture.Build(seed);
            entry.LoadInto(network);
            network.to(Devices.Chosen);
            network.eval();
            return network;
        });
        _validation = new(() => Outputs("validation", data.Validation));
        _test = new(() => Outputs("test", data.Test));
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

    /// <summary>The folder in the cache.</summary>
    public string Folder => _entry.Folder;

    /// <summary>The trained network, in evaluation mode, on <see cref="Devices.Chosen"/>.</summary>
    public MultiExitNetwork Network => _network.Value;

    /// <summary>What every exit says about the validation part.</summary>
    public ExitOutputs Validation => _validation.Value;

    /// <summary>What every exit says about the test part.</summary>
    public ExitOutputs Test => _test.Value;

    /// <summary>Collects the outputs of both parts now, so that they are on disk.</summary>
    internal void CollectOutputs() => _ = (Validation, Test);

    /// <summary>Network, regime and seed.</summary>
    public override string ToString() => $"{Architecture.Name} {Regime.Name} seed {Seed}";

    private ExitOutputs Outputs(string split, ImageSet images)
    {
        var path = _entry.PathOf($"{split}-{DataFingerprint.Of(images)[..12]}.npz");
        var info = new OutputsInfo(Architecture.Name, _data.Name, split, Regime.Name, Seed);
        if (File.Exists(path))
        {
            // Two regimes may lead to the same phases and so to the same folder: the name is this run's.
            var known = ExitOutputs.Load(path);
            return new ExitOutputs([.. known.Logits], [.. known.Labels], [.. known.Costs], known.C, info);
        }
        var outputs = Inference.Outputs.Collect(Network, Architecture.Costs, images, _data, info);
        outputs.Save(path);
        return outputs;
    }
}
