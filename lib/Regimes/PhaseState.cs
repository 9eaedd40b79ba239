using System.Text;
using EarlyExit.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// The tensors of a phase on its way, as bytes: weights and buffers, optimiser state, the weights to go back to, and where samples
/// are weighted, what predicts their weights.
/// </summary>
internal sealed class PhaseState(MultiExitNetwork network, TrainingStep step)
{
    private byte[] _best = [];

    /// <summary>Remembers the weights as they are.</summary>
    public void KeepAsBest() => _best = WeightBytes.Of(network);

    /// <summary>Goes back to the weights that were remembered last, if any were.</summary>
    public void RestoreBest()
    {
        if (_best.Length > 0) WeightBytes.Load(network, _best);
    }

    /// <summary>Whether every weight and buffer is a finite number.</summary>
    public bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            using var untracked = no_grad();
            return network.state_dict().Values.All(tensor => !is_floating_point(tensor.dtype) || tensor.isfinite().all().item<bool>());
        }
    }

    /// <summary>Everything, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Sections
    {
        get
        {
            var sections = new Dictionary<string, byte[]> { ["weights"] = WeightBytes.Of(network), ["optimiser"] = Of(step.Optimiser), ["best"] = _best };
            if (step.Weighting is { } weighting)
            {
                sections["weighting"] = WeightBytes.Of(weighting.Predictor);
                sections["weighting-optimiser"] = Of(weighting.Optimiser);
            }
            return sections;
        }
        set
        {
            WeightBytes.Load(network, value["weights"]);
            Load(step.Optimiser, value["optimiser"]);
            _best = value["best"];
            if (step.Weighting is { } weighting)
            {
                WeightBytes.Load(weighting.Predictor, value["weighting"]);
                Load(weighting.Optimiser, value["weighting-optimiser"]);
            }
        }
    }

    private static byte[] Of(OptimizerHelper optimiser)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) optimiser.save_state_dict(writer);
        return stream.ToArray();
    }

    private static void Load(OptimizerHelper optimiser, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        optimiser.load_state_dict(reader);
    }
}
