using EarlyExit.Models;
using EarlyExit.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Regimes;

[Collection("torch")]
public sealed class MixupTests : OneThread
{
    [Fact]
    public void Parts_have_the_moments_of_the_beta_distribution_and_partners_are_an_order()
    {
        const double a = .4;
        var random = new PhaseRandom(seed: 3, phase: 1);
        var parts = new double[4000];
        for (var step = 0; step < parts.Length; step++)
        {
            (parts[step], var partners) = random.Mixture(step, 5, a);
            Assert.Equal([0, 1, 2, 3, 4], partners.Order());
        }
        Assert.Equal(.5, parts.Average(), .02);
        // Beta(a, a) has the variance 1 / (4 (2 a + 1)).
        Assert.Equal(1 / (4 * (2 * a + 1)), parts.Average(part => (part - .5) * (part - .5)), .01);
    }

    [Fact]
    public void A_step_draws_the_same_mixture_whatever_was_drawn_before()
    {
        var random = new PhaseRandom(seed: 3, phase: 1);
        var (part, partners) = random.Mixture(7, 6, .4);
        random.Mixture(8, 6, .4);
        Assert.Equal(part, random.Mixture(7, 6, .4).Part);
        Assert.Equal(partners, random.Mixture(7, 6, .4).Partners);
        Assert.NotEqual(part, new PhaseRandom(seed: 4, phase: 1).Mixture(7, 6, .4).Part);
    }

    [Fact]
    public void Mixed_batches_are_learnt_from()
    {
        using var network = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block).Build(seed: 0);
        var recipe = new Recipe { BatchSize = 16, Augmentation = Augmentation.None, Optimiser = Optimiser.Sgd(.05), Mixup = .4 };
        var record = new Trainer(network, TinyData.Create(), recipe, seed: 0)
            .Train(new Phase(Trains.Everything, Epochs(12)), cancellation: TestContext.Current.CancellationToken);
        Assert.All(record.Epochs[^1].ValidationAccuracy, accuracy => Assert.True(accuracy > .7, $"{accuracy}"));
    }
}
