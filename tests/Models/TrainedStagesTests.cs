using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Models;

[Collection("torch")]
public class TrainedStagesTests : OneThread
{
    private static readonly Backbone Ten = ResNet.ForCifar(8, 4, classes: 10, input: [3, 8, 8]);
    private static readonly Architecture Five = ResNet.ForCifar(8, 4, classes: 5, input: [3, 8, 8]).WithExits(Heads.Linear, Every.Block);

    private static Dictionary<string, float[]> Values(MultiExitNetwork network) =>
        network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().to(ScalarType.Float32).data<float>().ToArray());

    [Fact]
    public void Stem_and_stages_start_trained_and_heads_as_before()
    {
        using var scope = NewDisposeScope();
        using var trained = Ten.Alone.Build(seed: 7);
        trained.train();
        _ = trained.call(torch.randn(4, 3, 8, 8)); // batch norm has counted: buffers come along
        using var network = Five.StartingFrom(trained).Build(seed: 3);
        using var random = Five.Build(seed: 3);
        var (given, started, fresh) = (Values(trained), Values(network), Values(random));
        Assert.Equal(fresh.Keys, started.Keys);
        foreach (var name in started.Keys)
            Assert.Equal(name.StartsWith("head") || name.StartsWith("classifier") ? fresh[name] : given[name], started[name]);
    }

    [Fact]
    public void The_start_is_a_copy_and_part_of_what_networks_are_cached_by()
    {
        using var scope = NewDisposeScope();
        using var trained = Ten.Alone.Build(seed: 7);
        var started = Five.StartingFrom(trained);
        var before = Values(started.Build(seed: 1));
        Assert.Equal(Five.Description + $"starts from stages with SHA-256 {started.Start!.Sha256}\n", started.Description);
        Assert.Equal(started.Description, Five.StartingFrom(trained).Description);
        using (no_grad())
            trained.BackboneParameters.First().add_(1);
        Assert.Equal(before.Values.SelectMany(values => values), Values(started.Build(seed: 1)).Values.SelectMany(values => values));
        Assert.NotEqual(started.Description, Five.StartingFrom(trained).Description);
        Assert.NotEqual(started.Description, Five.Description);
    }

    [Fact]
    public void Networks_with_other_stages_are_refused_by_the_weight_that_does_not_fit()
    {
        using var scope = NewDisposeScope();
        using var wider = ResNet.ForCifar(8, 8, input: [3, 8, 8]).Alone.Build(seed: 0);
        Assert.Contains("stem.conv.weight of resnet8-w8-1 is [8, 3, 3, 3]", Assert.Throws<ArgumentException>(() => Five.StartingFrom(wider)).Message);
        using var other = Mlp.Of([3, 8, 8], [4]).Alone.Build(seed: 0);
        Assert.Contains("has no stem.", Assert.Throws<ArgumentException>(() => Five.StartingFrom(other)).Message);
    }
}
