using EarlyExit.Models;

namespace EarlyExit.Tests.Models;

/// <summary>Costs against closed forms worked out by hand; no tensor is made.</summary>
public class MacsTests
{
    [Fact]
    public void ResNet20_has_the_published_40_8_million()
    {
        // Stem 3*16*9*32^2; six 16->16 at 32^2; 16->32 and five 32->32 at 16^2; 32->64 and five 64->64 at 8^2; classifier 640;
        // projections 16*32*16^2 and 32*64*8^2.
        const long convolutions = 442_368 + 6 * 2_359_296 + 2 * (1_179_648 + 5 * 2_359_296) + 640;
        Assert.Equal(40_551_040, convolutions);
        Assert.Equal(convolutions + 2 * 131_072, ResNet.ForCifar(depth: 20, width: 16).Macs);
        Assert.Equal(40.8, Math.Round(ResNet.ForCifar(20, 16).Macs / 1e6, 1));
        Assert.Equal(convolutions, ResNet.ForCifar(20, 16, shortcut: Shortcut.Identity).Macs);
    }

    // Published sizes of He et al. (2016), table 6, in millions, option A: 0.27, 0.46, 0.66, 0.85; exact numbers from
    // 3*w*9 + 2w + groups of 3x3 convolutions and batch norms + 64*10 + 10.
    [Theory]
    [InlineData(20, 269_722)]
    [InlineData(32, 464_154)]
    [InlineData(44, 658_586)]
    [InlineData(56, 853_018)]
    public void Parameters_with_identity_shortcuts_are_the_published_ones(int depth, long parameters) =>
        Assert.Equal(parameters, ResNet.ForCifar(depth, 16, shortcut: Shortcut.Identity).Parameters);

    [Fact]
    public void ResNet14_is_as_typed()
    {
        var backbone = ResNet.ForCifar(depth: 14, width: 16);
        Assert.Equal(26_657_408, backbone.Macs);
        Assert.Equal(6, backbone.Stages.Count);
        Assert.Equal(6, backbone.WithExits(Heads.Pooled, after: Every.Block).Exits.Count);
    }

    [Fact]
    public void A_perceptron_costs_the_products_of_its_widths() =>
        Assert.Equal(784 * 100 + 100 * 50 + 50 * 10, Mlp.Of([1, 28, 28], [100, 50]).Macs);

    [Fact]
    public void Costs_add_up_and_count_every_head_before()
    {
        var network = Mlp.Of([4], [8, 6, 5], classes: 3).WithExits(Heads.Linear, after: Every.Block);
        const double backbone = 4 * 8 + 8 * 6 + 6 * 5 + 5 * 3;
        Assert.Equal(backbone, network.BackboneMacs);
        double[] expected =
        [
            (32 + 24) / backbone,
            (32 + 24 + 48 + 18) / backbone,
            (backbone + 24 + 18) / backbone,
        ];
        Assert.Equal(expected, network.Costs);
    }

    [Fact]
    public void Convolutional_heads_halve_the_channels()
    {
        var layers = Heads.Conv(layers: 2).Layers([16, 8, 8], classes: 10);
        const long first = 16 * 8 * 9, second = 8 * 4 * 9;
        Assert.Equal(first * 64 + second * 64 + 4 * 16 * 10, layers.Sum(layer => layer.Macs));
        Assert.Equal(first + 8 + second + 4 + 1 + 640 + 10, layers.Sum(layer => layer.Parameters));
    }

    [Fact]
    public void Strided_and_grouped_convolutions()
    {
        var layer = Layer.Conv("conv", [6, 9, 7], channels: 4, kernel: 3, stride: 2, padding: 1, groups: 2);
        Assert.Equal([4, 5, 4], layer.Output);
        Assert.Equal(5 * 4 * 4 * 3 * 9, layer.Macs);
        Assert.Equal(4 * 3 * 9, layer.Parameters);
    }

    [Fact]
    public void A_linear_layer_on_tokens_costs_per_token() =>
        Assert.Equal(7 * 12 * 5, Layer.Linear("linear", [7, 12], 5).Macs);

    [Fact]
    public void Placements()
    {
        Assert.Equal([0, 1, 2, 3], Every.Block.Stages(5));
        Assert.Equal([1, 3], Every.Nth(2).Stages(6));
        Assert.Equal([2], Every.Nth(3).Stages(6));
        Assert.Equal([1, 4], Placement.After(1, 4).Stages(6));
        Assert.Equal([0, 1], Placement.Early(2).Stages(6));
        Assert.Equal([3, 4], Placement.Late(2).Stages(6));
        Assert.Equal(Every.Block.Stages(6), Placement.Early(5).Stages(6));
        Assert.Equal(Every.Block.Stages(6), Placement.Late(5).Stages(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Placement.Early(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Placement.Late(0));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_head_after_the_last_stage_or_before_the_first_is_refused(int stage)
    {
        var error = Assert.Throws<ArgumentException>(() => Mlp.Of([4], [8, 6, 5]).WithExits(Heads.Linear, Placement.After(stage)));
        Assert.Contains("below 2", error.Message);
    }

    [Fact]
    public void More_heads_than_places_are_refused()
    {
        var backbone = Mlp.Of([4], [8, 6, 5]);
        Assert.Throws<ArgumentException>(() => backbone.WithExits(Heads.Linear, Placement.Early(3)));
        Assert.Throws<ArgumentException>(() => backbone.WithExits(Heads.Linear, Placement.Late(3)));
    }

    [Fact]
    public void A_pooled_head_needs_a_map()
    {
        var error = Assert.Throws<ArgumentException>(() => Mlp.Of([4], [8, 6]).WithExits(Heads.Pooled, Every.Block));
        Assert.Contains("[8]", error.Message);
    }

    [Fact]
    public void A_depth_that_is_not_6n_plus_2_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNet.ForCifar(depth: 18, width: 16));

    [Fact]
    public void Descriptions_tell_architectures_apart()
    {
        var backbone = ResNet.ForCifar(8, 4);
        string[] all =
        [
            backbone.Alone.Description,
            backbone.WithExits(Heads.Pooled, Every.Block).Description,
            backbone.WithExits(Heads.Linear, Every.Block).Description,
            backbone.WithExits(Heads.Pooled, Every.Nth(2)).Description,
            ResNet.ForCifar(8, 4, classes: 5).WithExits(Heads.Pooled, Every.Block).Description,
            ResNet.ForCifar(8, 4, input: [3, 28, 28]).WithExits(Heads.Pooled, Every.Block).Description,
            ResNet.ForCifar(8, 4, shortcut: Shortcut.Identity).WithExits(Heads.Pooled, Every.Block).Description,
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[1], ResNet.ForCifar(8, 4).WithExits(Heads.Pooled, Every.Block).Description);
    }
}
