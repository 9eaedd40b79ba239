using EarlyExit.Models;

namespace EarlyExit.Tests.Models;

/// <summary>Multiply-accumulates and parameters against published figures and closed forms; no tensor is made.</summary>
public class PublishedSizesTests
{
    [Fact]
    public void Vgg16_on_small_images_has_the_known_313_million()
    {
        var backbone = Vgg.WithBatchNorm(16);
        // Convolutions of configuration D at 32^2, 16^2, 8^2, 4^2 and 2^2; 3.13e8 in Li et al. (arXiv:1608.08710), table 1.
        const long convolutions = 9 * (
            1024 * (3 * 64 + 64 * 64) + 256 * (64 * 128 + 128 * 128) + 64 * (128 * 256 + 2 * 256 * 256)
            + 16 * (256 * 512 + 2 * 512 * 512) + 4 * 3 * 512 * 512);
        Assert.Equal(convolutions + 512 * 10, backbone.Macs);
        Assert.Equal(3.13, Math.Round(backbone.Macs / 1e8, 2));
        // Widely used implementations have 14,728,266, among them a bias of each of the 4,224 convolution outputs.
        Assert.Equal(14_728_266 - 4_224, backbone.Parameters);
        Assert.Equal(13, backbone.Stages.Count);
    }

    // Simonyan and Zisserman, table 2, in millions: 133, 133, 138, 144; their linear layers have 123,642,856 parameters and
    // their convolutions biases, which batch norm's second number stands for.
    [Theory]
    [InlineData(11, 133)]
    [InlineData(13, 133)]
    [InlineData(16, 138)]
    [InlineData(19, 144)]
    public void Vgg_has_the_papers_convolutions(int depth, long millions)
    {
        var backbone = Vgg.WithBatchNorm(depth);
        var scales = backbone.Layers.Where(layer => layer.Layer.Name == "bn").Sum(layer => layer.Layer.Output[0]);
        var convolutions = backbone.Parameters - scales - 5_130;
        Assert.Equal(millions, (long)Math.Round((convolutions + 123_642_856) / 1e6));
    }

    [Fact]
    public void Vgg_stops_pooling_at_one_pixel()
    {
        long[] sides = [.. Vgg.WithBatchNorm(11, width: 1, input: [3, 16, 16]).Stages.Select(stage => stage.Output[1])];
        Assert.Equal([8, 4, 4, 2, 2, 1, 1, 1], sides);
    }

    // 5.7 and 22.1 million parameters in Touvron et al. (arXiv:2012.12877), table 1; 1.3 and 4.6 G with patches of 16 at 224.
    [Theory]
    [InlineData(192, 5_717_416, 1.3)]
    [InlineData(384, 22_050_664, 4.6)]
    public void Vit_has_the_published_sizes(long dim, long parameters, double billions)
    {
        var backbone = dim == 192
            ? Vit.Tiny(patch: 16, classes: 1000, input: [3, 224, 224])
            : Vit.Small(patch: 16, classes: 1000, input: [3, 224, 224]);
        const long tokens = 14 * 14 + 1;
        var block = 12 * dim * dim * tokens + 2 * tokens * tokens * dim;
        Assert.Equal(12 * block + 16 * 16 * 3 * dim * (tokens - 1) + 1000 * dim, backbone.Macs);
        Assert.Equal(billions, Math.Round(backbone.Macs / 1e9, 1));
        Assert.Equal(parameters, backbone.Parameters);
    }

    // Multiply-accumulates counted by hooks on the PyTorch code that its README calls the authors' own (Huang et al.), per block.
    public static TheoryData<string, long[], long[], long> MsdNets => new()
    {
        {
            "anytime",
            [11_415_552, 5_855_232, 8_338_432, 5_124_096, 6_008_832, 6_191_104, 4_669_440],
            [3_540_224, 4_424_960, 3_171_584, 4_056_320, 4_941_056, 3_392_768, 4_277_504], 2_986_690
        },
        {
            "batch", [4_568_064, 4_306_944, 10_550_272, 9_805_824, 12_277_760],
            [2_213_120, 3_097_856, 2_508_032, 4_277_504, 4_424_960], 2_020_874
        },
        {
            "late", [11_415_552, 8_116_224, 4_909_056, 10_174_464, 4_651_008, 5_683_200, 4_463_616],
            [3_540_224, 2_729_216, 3_613_952, 2_508_032, 3_392_768, 4_277_504, 5_162_240], 2_738_592
        },
        {
            "late, full", [11_415_552, 5_855_232, 6_887_424, 7_919_616, 8_951_808, 9_984_000, 7_535_616],
            [3_540_224, 4_424_960, 5_309_696, 6_194_432, 7_079_168, 7_963_904, 8_848_640], 3_932_758
        },
        { "plain", [16_625_664, 7_710_208, 6_193_152, 4_079_104], [3_540_224, 2_729_216, 3_613_952, 2_729_216], 1_541_284 },
    };

    [Theory]
    [MemberData(nameof(MsdNets))]
    public void MsdNet_costs_what_the_published_code_costs(string name, long[] blocks, long[] heads, long parameters)
    {
        var anytime = MsdNet.EvenSteps(blocks: 7, first: 4, step: 2);
        var backbone = name switch
        {
            "anytime" => MsdNet.Create(anytime),
            "batch" => MsdNet.Create(MsdNet.GrowingSteps(blocks: 5, step: 1)),
            "late" => MsdNet.Create(anytime, drop: ScaleDrop.Late),
            "late, full" => MsdNet.Create(anytime, drop: ScaleDrop.Late, compression: null),
            _ => MsdNet.Create([4, 2, 2, 2], kind: DenseLayer.Plain),
        };
        var exits = backbone.WithExits(Heads.Coarsest(), Every.Block);
        Assert.Equal(blocks, exits.Exits.Select(exit => exit.SegmentMacs));
        Assert.Equal(heads, exits.Exits.Select(exit => exit.HeadMacs));
        Assert.Equal(parameters, exits.Layers.Sum(layer => layer.Layer.Parameters));
    }

    [Fact]
    public void MsdNet_drops_its_fine_scales_on_the_way()
    {
        int Scales(Stage stage) => stage.Output.Parts.Count;
        Assert.Equal([3, 3, 2, 2, 1, 1], MsdNet.Create([1, 1, 1, 1, 1, 1]).Stages.Select(Scales));
        Assert.Equal([3, 3, 3, 3, 2, 1], MsdNet.Create([1, 1, 1, 1, 1, 1], drop: ScaleDrop.Late).Stages.Select(Scales));
        // What could not reach an exit any more is not computed: four layers in three parts would end with two scales.
        Assert.Equal([3, 3, 2, 1], MsdNet.Create([1, 1, 1, 1]).Stages.Select(Scales));
        Assert.Equal([1], MsdNet.Create([1]).Stages.Select(Scales));
    }

    // Parameters (in full) and multiply-accumulates (in billions) that torchvision publishes with its models of 1000 classes.
    [Theory]
    [InlineData(18, 11_689_512, 1.814)]
    [InlineData(34, 21_797_672, 3.664)]
    [InlineData(50, 25_557_032, 4.089)]
    [InlineData(101, 44_549_160, 7.801)]
    [InlineData(152, 60_192_808, 11.514)]
    public void ResNet_with_the_large_stem_has_the_published_sizes(int depth, long parameters, double billions)
    {
        var backbone = ResNet.ForImages(depth, stem: ImageStem.Large, classes: 1000, input: [3, 224, 224]);
        Assert.Equal(parameters, backbone.Parameters);
        Assert.Equal(billions, Math.Round(backbone.Macs / 1e9, 3));
    }

    // Parameters of the usual CIFAR-10 variants with a 3 x 3 stem; their MACs in closed form. A group's 3 x 3 convolutions cost
    // the same at each resolution, u = 9 * 64^2 * 32^2, and the one that halves the size half of that.
    [Fact]
    public void ResNet_with_the_small_stem_at_32_pixels()
    {
        const long u = 9 * 64 * 64 * 1024, stem = 9 * 3 * 64 * 1024, projection = 64 * 128 * 256;
        var (small, medium, large) = (ResNet.ForImages(18), ResNet.ForImages(34), ResNet.ForImages(50));
        Assert.Equal([11_173_962, 21_282_122, 23_520_842], new[] { small, medium, large }.Select(backbone => backbone.Parameters));
        Assert.Equal(stem + 4 * u + 3 * (3 * u + u / 2) + 3 * projection + 5120, small.Macs);
        Assert.Equal(stem + (6 + 8 + 12 + 6) * u - 3 * (u / 2) + 3 * projection + 5120, medium.Macs);
        // A bottleneck of the group's width w: w * 4w and 4w * w around 9 w^2, that is 17 w^2 of which u has 9.
        const long v = u / 9, block = 17 * v;
        const long first = block - 4 * v + v + 4 * v;               // comes from w channels instead of 4 w, and is projected from these
        const long strided = 4 * 2 * v + 9 * v + 4 * v + 4 * 2 * v; // reads 2 w channels at twice the size, projects them at its own
        const long bottlenecks = first + 2 * block + (strided + 3 * block) + (strided + 5 * block) + (strided + 2 * block);
        Assert.Equal(stem + bottlenecks + 20_480, large.Macs);
        Assert.Equal([8, 16, 16], new[] { small, medium, large }.Select(backbone => backbone.Stages.Count));
    }

    // Tan and Le report 5.3 million and .39 billion for B0; parameters and billions in full as torchvision publishes them.
    [Fact]
    public void EfficientNets_have_the_published_sizes()
    {
        var b0 = EfficientNet.B0(stemStride: 2, classes: 1000, input: [3, 224, 224]);
        Assert.Equal(5_288_548, b0.Parameters);
        Assert.Equal(.386, Math.Round(b0.Macs / 1e9, 3));
        Assert.Equal(16, b0.Stages.Count);
        var v2s = EfficientNet.V2S(stemStride: 2, classes: 1000, input: [3, 384, 384]);
        Assert.Equal(21_458_488, v2s.Parameters);
        Assert.Equal(8.366, Math.Round(v2s.Macs / 1e9, 3));
        Assert.Equal(40, v2s.Stages.Count);
        // B1 has 7.8 million (width 1, depth 1.1), B2 9.1 million (1.1, 1.2), as torchvision publishes them.
        Assert.Equal(7_794_184, EfficientNet.B0(1, 1.1, stemStride: 2, classes: 1000, input: [3, 240, 240]).Parameters);
        Assert.Equal(9_109_994, EfficientNet.B0(1.1, 1.2, stemStride: 2, classes: 1000, input: [3, 288, 288]).Parameters);
    }

    [Fact]
    public void Packed_shapes_know_their_parts()
    {
        Shape one = [4, 8, 8], two = [8, 4, 4];
        var packed = Shape.Packed([one, two]);
        Assert.Equal((1, 4 * 64 + 8 * 16), (packed.Count, packed.Elements));
        Assert.Equal([one, two], packed.Parts);
        Assert.Equal(Shape.Packed([one, two]), packed);
        Assert.NotEqual(Shape.Packed([two, one]), packed);
        Assert.NotEqual(Shape.Of(384), packed);
        Assert.Same(one, Shape.Packed([one]));
        Assert.Equal([one], one.Parts);
        Assert.Equal("4 x 8 x 8 + 8 x 4 x 4", packed.ToString());
        Assert.Throws<ArgumentException>(() => Shape.Packed([]));
    }

    [Fact]
    public void Names_say_what_differs()
    {
        string[] names =
        [
            Vgg.WithBatchNorm(11).Name, Vgg.WithBatchNorm(11, width: 16).Name, Vgg.WithBatchNorm(13).Name,
            Vit.Tiny().Name, Vit.Tiny(patch: 8).Name, Vit.Small().Name, Vit.Tiny(dropout: .1).Name,
            Vit.For(64, 6, 4).Name, Vit.For(64, 6, 2).Name, Vit.For(64, 8, 4).Name, Vit.For(96, 6, 4).Name, Vit.For(64, 6, 4, mlpRatio: 2).Name,
            MsdNet.Create([2, 1]).Name, MsdNet.Create([1, 2]).Name, MsdNet.Create([2, 1], growth: 4).Name, MsdNet.Create([2, 1], width: 8).Name,
            MsdNet.Create([2, 1], scales: 2).Name, MsdNet.Create([2, 1], kind: DenseLayer.Plain).Name, MsdNet.Create([2, 1], drop: ScaleDrop.Late).Name,
            MsdNet.Create([2, 1], compression: null).Name, MsdNet.Create([2, 1], compression: .7).Name,
            ResNet.ForImages(18).Name, ResNet.ForImages(50).Name, ResNet.ForCifar(50, 16).Name, ResNet.ForImages(18, width: 16).Name, ResNet.ForImages(18, stem: ImageStem.Large).Name,
            EfficientNet.B0().Name, EfficientNet.V2S().Name, EfficientNet.B0(width: .5).Name, EfficientNet.B0(depth: .5).Name, EfficientNet.B0(stemStride: 2).Name,
            EfficientNet.B0(dropout: 0).Name, EfficientNet.B0(stochasticDepth: 0).Name,
            ResNet.ForCifar(14, 16).Name, ResNet.ForCifar(14, 8).Name,
        ];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal("vgg11bn-w16", names[1]);
        Assert.Equal("vit-d64x6-h4-p4", names[7]);
        Assert.Equal("msdnet3-g6-w16-2-1", names[12]);
    }

    [Fact]
    public void Settings_that_do_not_fit_are_refused_by_name()
    {
        Assert.Contains("11, 13, 16 or 19", Assert.Throws<ArgumentOutOfRangeException>(() => Vgg.WithBatchNorm(12)).Message);
        Assert.Contains("5 heads", Assert.Throws<ArgumentException>(() => Vit.For(64, 6, heads: 5)).Message);
        Assert.Contains("6 x 6", Assert.Throws<ArgumentException>(() => Vit.For(64, 6, heads: 4, patch: 6)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Vit.For(64, 6, heads: 4, dropout: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vit.For(64, 6, heads: 4, mlpRatio: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Heads.ClassTokenMlp(1, 64));
        Assert.Contains("[2, 0]", Assert.Throws<ArgumentException>(() => MsdNet.Create([2, 0])).Message);
        Assert.Throws<ArgumentException>(() => MsdNet.Create([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MsdNet.Create([1], compression: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MsdNet.Create([1], growth: 0));
        Assert.Contains("map", Assert.Throws<ArgumentException>(() => MsdNet.Create([1, 1, 1]).WithExits(Heads.Pooled, Every.Block)).Message);
        Assert.Contains("18, 34, 50", Assert.Throws<ArgumentOutOfRangeException>(() => ResNet.ForImages(20)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => EfficientNet.B0(width: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EfficientNet.B0(depth: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => EfficientNet.V2S(stemStride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EfficientNet.V2S(stochasticDepth: 1));
        Assert.Contains("tokens", Assert.Throws<ArgumentException>(() => Vgg.WithBatchNorm(11).WithExits(Heads.ClassToken, Every.Block)).Message);
        Assert.Contains("[65, 64]", Assert.Throws<ArgumentException>(() => Vit.For(64, 6, heads: 4).WithExits(Heads.Linear, Every.Block)).Message);
        Assert.Contains("[65, 64]", Assert.Throws<ArgumentException>(() => Vit.For(64, 6, heads: 4).WithExits(Heads.Pooled, Every.Block)).Message);
    }
}
