using System.Buffers.Binary;
using EarlyExit.Data;

namespace EarlyExit.Bench.Rows;

/// <summary>From files to arrays of all images and labels, 60,000 and 10,000 of MNIST's form and 50,000 and 10,000 of CIFAR-10's; made up here, uncompressed.</summary>
internal static class Loading
{
    public static IEnumerable<Result> Measure(Arena arena)
    {
        WriteMnist(Directory.CreateDirectory(arena.PathOf("mnist")).FullName);
        yield return Of("mnist", "60,000 + 10,000 of MNIST's form");
        WriteCifar(Directory.CreateDirectory(arena.PathOf("cifar-10-batches-bin")).FullName);
        yield return Of("cifar-10", "50,000 + 10,000 of CIFAR's form");

        Result Of(string name, string variant)
        {
            var peer = arena.Python("loading.load", new { name });
            var data = DataSets.Open(name, arena.PathOf(""));
            PeerException.RequireAgreement(variant, [Sum(data)], peer.Value, tolerance: 0);
            var duel = arena.Between(() => DataSets.Open(name, arena.PathOf("")), peer);
            peer.Forget();
            return Result.Of("loading", $"{variant}, against NumPy", duel, mark: 1, "labels checked, a tenth held out on both sides");
        }
    }

    private static double Sum(DataSet data) =>
        ((ImageSet[])[data.Train, data.Validation, data.Test]).Sum(part => part.Pixels.Sum(pixel => (double)pixel) + part.Labels.Sum());

    private static void WriteMnist(string folder)
    {
        foreach (var (prefix, count) in ((string, int)[])[("train", 60_000), ("t10k", 10_000)])
        {
            File.WriteAllBytes(Path.Combine(folder, $"{prefix}-images-idx3-ubyte"), [.. Header(count, 28, 28), .. Bytes(count * 28 * 28, 256)]);
            File.WriteAllBytes(Path.Combine(folder, $"{prefix}-labels-idx1-ubyte"), [.. Header(count), .. Bytes(count, 10)]);
        }
    }

    private static byte[] Header(params int[] sizes)
    {
        var header = new byte[4 + 4 * sizes.Length];
        (header[2], header[3]) = (8, (byte)sizes.Length);
        for (var d = 0; d < sizes.Length; d++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * d), sizes[d]);
        return header;
    }

    private static void WriteCifar(string folder)
    {
        const int Record = 1 + 3 * 32 * 32;
        string[] files = [.. Enumerable.Range(1, 5).Select(k => $"data_batch_{k}.bin"), "test_batch.bin"];
        foreach (var file in files)
        {
            var bytes = Bytes(10_000 * Record, 256);
            for (var n = 0; n < 10_000; n++) bytes[n * Record] %= 10;
            File.WriteAllBytes(Path.Combine(folder, file), bytes);
        }
        File.WriteAllText(Path.Combine(folder, "batches.meta.txt"), string.Concat(Enumerable.Range(0, 10).Select(k => $"class {k}\n")));
    }

    private static byte[] Bytes(int count, int below)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        if (below < 256)
            for (var k = 0; k < count; k++) bytes[k] = (byte)(bytes[k] % below);
        return bytes;
    }
}
