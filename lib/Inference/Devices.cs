using EarlyExit.Workbook;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>Where networks are trained and run.</summary>
public static class Devices
{
    /// <summary>
    /// The device that <c>EARLYEXIT_DEVICE</c> names (<c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>); without it, CUDA where libtorch finds a
    /// device of that kind, else the CPU.
    /// </summary>
    /// <exception cref="ArgumentException">The variable names no kind of device.</exception>
    /// <exception cref="InvalidOperationException">The device that it names is not there.</exception>
    public static Device Chosen => Session.Device is not { } name ? cuda.is_available() ? CUDA : CPU : Named(name);

    private static Device Named(string name)
    {
        var parts = name.Split(':');
        var known = parts[0] is "cpu" or "cuda" && (parts.Length == 1 || parts.Length == 2 && int.TryParse(parts[1], out var index) && index >= 0);
        return known ? device(name) : throw new ArgumentException($"EARLYEXIT_DEVICE is '{name}', expected cpu, cuda or cuda:0, cuda:1, ...");
    }
}
