using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

/// <summary>Random numbers are PyTorch's for the same seed, from the default stream and from a generator's.</summary>
[Collection("torch")]
public class StreamsTests
{
    private static readonly JsonElement golden = Golden.Read("streams.json");

    private static readonly Dictionary<string, Func<Tensor>> streams = new()
    {
        ["rand"] = () => rand(5),
        ["rand double"] = () => rand(3, dtype: float64),
        ["randn small"] = () => randn(7),
        ["randn large"] = () => randn(33),
        ["randint"] = () => randint(-5, 100, [6]),
        ["randperm"] = () => randperm(11),
        ["bernoulli"] = () => full(12, 0.3).bernoulli(),
        ["bernoulli_"] = () => zeros(12).bernoulli_(0.7),
        ["uniform_"] = () => zeros(4).uniform_(-2, 3),
        ["normal_"] = () => zeros(20).normal_(1, 2),
        ["exponential_"] = () => zeros(4).exponential_(2),
        ["random_"] = () => zeros(6).random_(3, 50),
        ["multinomial"] = () => tensor([0.1f, 0.2f, 0.3f, 0.4f]).multinomial(3),
        ["rand_like"] = () => rand_like(zeros(2, 2)),
        ["randn_like"] = () => randn_like(zeros(2, 2)),
        ["normal"] = () => normal(2, 0.5, [4]),
        ["generator rand"] = () => rand(4, generator: new Generator(11)),
        ["generator randn"] = () => randn([20], generator: new Generator(11)),
        ["generator randint"] = () => randint(0, 1000, new long[] { 4 }, generator: new Generator(11)),
        ["generator randperm"] = () => randperm(9, generator: new Generator().manual_seed(11)),
        ["generator bernoulli"] = () => full([9], 0.4).bernoulli(new Generator(11)),
    };

    public static TheoryData<string> Names => [.. streams.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_numbers(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        Golden.Same(golden.GetProperty(name), streams[name](), name);
    }

    [Fact]
    public void The_state_of_a_stream_can_be_kept_and_put_back()
    {
        using var scope = NewDisposeScope();
        var state = get_rng_state();
        var first = rand(5);
        set_rng_state(state);
        Assert.Equal(first, rand(5));

        var generator = new Generator(3);
        var own = generator.get_state();
        var numbers = randn(40, generator: generator);
        generator.set_state(own);
        Assert.Equal(numbers, randn(40, generator: generator));
        Assert.Equal(3, generator.initial_seed());
    }

    [Fact]
    public void A_generator_leaves_the_default_stream_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var expected = rand(3);
        manual_seed(5);
        _ = rand(100, generator: new Generator(1));
        Assert.Equal(expected, rand(3));
    }
}
