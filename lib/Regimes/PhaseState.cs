using System.Text;
using EarlyExit.Models;
using TorchSharp.Modules;

namespace EarlyExit.Regimes;

/// <summary>The tensors of a phase on its way, as bytes: weights and buffers, optimiser state, and the weights to go back to.</summary>
internal sealed class PhaseState(MultiExitNetwork network, OptimizerHelper optimiser)
{
    private byte[] _best = [];

    /// <summary>Remembers the weights as they are.</summary>
    public void KeepAsBest() => _best = WeightBytes.Of(network);

    /// <summary>Goes back to the weights that were remembered last, if any were.</summary>
    public void RestoreBest()
    {
        if (_best.Length > 0) WeightBytes.Load(network, _best);
    }

    /// <summary>Everything, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Sections
    {
        get
        {
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) optimiser.save_state_dict(writer);
            return new Dictionary<string, byte[]> { ["weights"] = WeightBytes.Of(network), ["optimiser"] = stream.ToArray(), ["best"] = _best };
        }
        set
        {
            WeightBytes.Load(network, value["weights"]);
            using var reader = new BinaryReader(new MemoryStream(value["optimiser"]), Encoding.UTF8);
            optimiser.load_state_dict(reader);
            _best = value["best"];
        }
    }
}
