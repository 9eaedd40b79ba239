using EarlyExit.Analysis;
using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Bench.Rows;

/// <summary>
/// The losses of six exits on a plane of 25 x 25 points around a network: ours takes one pass for all exits, the papers' way one pass of
/// the network for each exit's loss. A ResNet-14 of half the width on 32 images.
/// </summary>
internal static class LandscapeGrid
{
    private const int Grid = 25, Samples = 32;

    public static IEnumerable<Result> Measure(Arena arena)
    {
        using var scope = NewDisposeScope();
        var data = Shapes.Create(seed: 0).Take(256, Samples, 10);
        using var network = ResNet.ForCifar(depth: 14, width: 8).WithExits(Heads.Pooled, after: Every.Block).Build(seed: 0);
        network.eval();
        network.save(arena.PathOf("network.weights"));
        var batches = Batches.Of(data.Validation, data, network.Device);
        int[] all = [.. Enumerable.Range(0, Samples)];
        MadeUp.WriteImages(arena.PathOf("images.npy"), batches.Of(all));
        NpyFile.Write(arena.PathOf("labels.npy"), batches.Labels(all).data<long>().ToArray());

        var peer = arena.Python("landscape.one_pass_per_exit", new { grid = Grid });
        var centre = Surfaces().Exits.Select(surface => surface.Loss[Grid / 2][Grid / 2]).ToArray();
        PeerException.RequireAgreement("losses at the centre of the landscape", centre, peer.Value, tolerance: 1e-3);
        yield return Result.Of("landscape", $"{Grid} x {Grid} points, 6 exits, against a pass per exit", arena.Between(() => Surfaces(), peer, most: 3), mark: 4);

        // In a folder of its own each time: finished rows are kept there, and would be found.
        Landscape Surfaces()
        {
            var folder = Directory.CreateDirectory(arena.PathOf($"landscape-{Guid.NewGuid():N}"));
            using var points = NewDisposeScope();
            var surfaces = Landscape.Around(network, data.Validation, data, Grid, radius: .5, folder: folder.FullName, progress: new Quiet());
            folder.Delete(recursive: true);
            return surfaces;
        }
    }

    private sealed class Quiet : IProgress<AnalysisProgress>
    {
        public void Report(AnalysisProgress value)
        {
        }
    }
}
