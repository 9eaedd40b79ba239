using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>Torch's default generator under a seed for as long as this lives; afterwards it goes on where it was.</summary>
internal sealed class SeededScope : IDisposable
{
    private readonly Tensor _state = random.get_rng_state().DetachFromDisposeScope();

    public SeededScope(long seed) => manual_seed(seed);

    public void Dispose()
    {
        random.set_rng_state(_state);
        _state.Dispose();
    }
}
