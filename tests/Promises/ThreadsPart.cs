using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Promises;

/// <summary>A child that trains with a number of threads, under whatever BLAS its environment loads, and writes its weights down.</summary>
internal static class ThreadsPart
{
    /// <summary>Trains with <paramref name="arguments"/>[0] threads; weights as float32 to the file [1], their hash to the console.</summary>
    public static void Play(string[] arguments)
    {
        set_num_threads(int.Parse(arguments[0]));
        // Wide enough for BLAS and for more than one thread.
        var data = Tests.Regimes.TinyData.Create(train: 256);
        var network = Mlp.Of([2, 6, 6], widths: [256, 256], classes: 3).WithExits(Heads.Linear, after: Every.Block);
        using var built = network.Build(0);
        new Trainer(built, data, new Recipe { BatchSize = 64 }, 0).Train(new Phase(Trains.Everything, Epochs(3)));
        float[] weights = [.. built.state_dict().Values.Where(tensor => tensor.dtype == ScalarType.Float32).SelectMany(tensor => tensor.cpu().data<float>().ToArray())];
        var bytes = MemoryMarshal.AsBytes(weights.AsSpan()).ToArray();
        File.WriteAllBytes(arguments[1], bytes);
        Console.WriteLine(Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
