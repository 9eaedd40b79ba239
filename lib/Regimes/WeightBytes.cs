using System.Text;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>Weights and buffers of a module in TorchSharp's file format.</summary>
internal static class WeightBytes
{
    public static byte[] Of(nn.Module module)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) module.save(writer);
        return stream.ToArray();
    }

    public static void Load(nn.Module module, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        module.load(reader);
    }
}
