using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Regimes;

[Collection("torch")]
public sealed class SeparateNetworksTests : OneThread
{
    private static readonly DataSet Data = TinyData.Create(train: 32, validation: 12, test: 10);
    private static readonly Architecture Network = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-separate-").FullName;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    [Fact]
    public async Task Every_exit_is_a_network_of_its_own_and_costs_add_up()
    {
        var both = await SeparateNetworks.Train(Network, Data, seeds: 2, Epochs(1), new Recipe { BatchSize = 16 }, _folder, new Ignored(), TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], both.Select(one => one.Seed));
        var first = both[0];
        long Macs(int exit) => Network.Exits.Take(exit + 1).Sum(plan => plan.SegmentMacs) + Network.Exits[exit].HeadMacs;
        Assert.Equal(Macs(0) / (double)Network.BackboneMacs, first.Test.Costs[0], 12);
        Assert.Equal((Macs(0) + Macs(1) + Macs(2)) / (double)Network.BackboneMacs, first.Test.Costs[2], 12);
        Assert.Equal(32 * 3.0 * (Macs(0) + Macs(1) + Macs(2)), first.TrainingMacs);
        for (var exit = 0; exit < 3; exit++)
        {
            Assert.Equal(first.Networks[exit].Test.Logits.ToArray(), first.Test.At(exit).ToArray());
            Assert.Equal(exit, first.Networks[exit].Architecture.Backbone.Stages.Count - 1);
        }
        Assert.Equal((12, 10), (first.Validation.N, first.Test.N));
    }

    private sealed class Ignored : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) { }
    }
}
