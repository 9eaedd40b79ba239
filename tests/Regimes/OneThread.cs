using TorchSharp;

namespace EarlyExit.Tests.Regimes;

/// <summary>Tiny networks on one core: waiting for a second one takes longer than they do.</summary>
public abstract class OneThread : IDisposable
{
    private readonly int _before = torch.get_num_threads();

    protected OneThread() => torch.set_num_threads(1);

    public virtual void Dispose()
    {
        torch.set_num_threads(_before);
        GC.SuppressFinalize(this);
    }
}
