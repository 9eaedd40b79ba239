using System.Text;
using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>Weights and buffers of a network in TorchSharp's file format.</summary>
internal static class WeightBytes
{
    public static byte[] Of(MultiExitNetwork network)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) network.save(writer);
        return stream.ToArray();
    }

    public static void Load(MultiExitNetwork network, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        network.load(reader);
    }
}
