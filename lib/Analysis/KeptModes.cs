using EarlyExit.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>A network in evaluation mode for as long as this lives; then every module is in the mode in which it was.</summary>
internal sealed class KeptModes : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] _modes;

    public KeptModes(MultiExitNetwork network)
    {
        _modes = [.. network.modules().Prepend(network).Select(module => (module, module.training))];
        network.eval();
    }

    /// <summary>Batch norms take the statistics of the batch and average them; everything else, dropout included, stays in evaluation mode.</summary>
    public void TrainBatchNorms()
    {
        foreach (var norm in BatchNorms()) norm.train();
    }

    /// <summary>The batch norms that average statistics.</summary>
    public IEnumerable<BatchNorm> BatchNorms() => _modes.Select(mode => mode.Module).OfType<BatchNorm>().Where(norm => norm.track_running_stats);

    public void Dispose()
    {
        // From the top down, so that a child's own mode comes after its parent's.
        foreach (var (module, training) in _modes) module.train(training);
    }
}
