using System.Runtime.InteropServices;

namespace EarlyExit.Host.Sweeps;

/// <summary>What schedulers send before they end a task, and Ctrl+C: SIGTERM, SIGUSR2, SIGINT. The process is not ended, work is asked to save.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = [.. Numbers.Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _stop.Cancel();
    }))];

    /// <summary>Cancelled by the first of them.</summary>
    public CancellationToken Token => _stop.Token;

    private static PosixSignal[] Numbers => OperatingSystem.IsWindows()
        ? [PosixSignal.SIGTERM, PosixSignal.SIGINT]
        : [PosixSignal.SIGTERM, PosixSignal.SIGINT, (PosixSignal)(OperatingSystem.IsMacOS() ? 31 : 12)];

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }
}
