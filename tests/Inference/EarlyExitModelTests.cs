using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Inference;

/// <summary>Networks that leave early for real against criteria over the stored outputs of the same networks.</summary>
[Collection("torch")]
public class EarlyExitModelTests
{
    private const int Samples = 37;

    public static TheoryData<string> Networks => ["mlp", "resnet", "resnet-identity", "vgg", "msdnet", "vit", "efficientnet", "bottleneck"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Decides_as_the_criterion_over_stored_outputs(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Blueprint(name).Build(seed: 1);
        Unsettle(network);
        var images = Images(network, Samples, seed: 2);
        var outputs = Stored(network, images);
        foreach (var criterion in Criteria(outputs))
        {
            var expected = outputs.Decide(criterion).Exits.ToArray();
            using var model = EarlyExitModel.Compile(network, criterion);
            foreach (var batch in (int[])[1, 16, Samples])
            {
                var (labels, exits, confidences) = Batches(model, images, batch);
                Assert.Equal(expected, exits);
                for (var n = 0; n < Samples; n++)
                {
                    var logits = outputs.At(exits[n], n);
                    Assert.Equal(EarlyExitModel.Largest(logits), labels[n]);
                    var score = criterion is ThresholdPolicy { Score: Score of } ? of : Scores.MaxSoftmax;
                    Assert.Equal(score.Of(logits), confidences[n], 1e-4);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Folding_keeps_the_logits(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Blueprint(name).Build(seed: 3);
        Unsettle(network);
        network.to(ScalarType.Float64);
        network.eval();
        using var images = Images(network, 5, seed: 4).to(ScalarType.Float64);
        var before = network.call(images);
        network.Fold();
        var after = network.call(images);
        for (var exit = 0; exit < network.L; exit++)
            Assert.True(torch.allclose(before[exit], after[exit], rtol: 1e-5, atol: 1e-5), $"exit {exit}");
    }

    [Fact]
    public void A_score_equal_to_the_threshold_does_not_leave_and_equal_samples_leave_together()
    {
        // One feature is handed from stage to stage; the logits (x, 0) are exact, so that scores and thresholds tie exactly.
        using var scope = NewDisposeScope();
        using var network = Mlp.Of([2], [2, 2, 2], classes: 2).WithExits(Heads.Linear, Every.Block).Build(seed: 0);
        using (no_grad())
            foreach (var (key, parameter) in network.named_parameters())
                if (key.EndsWith("weight", StringComparison.Ordinal)) parameter.copy_(torch.eye(2));
                else parameter.zero_();
        float[] features = [1, 2, 2, 3, 1, 2];
        var images = torch.tensor(features.SelectMany(x => new[] { x, 0f }).ToArray()).reshape(features.Length, 2);
        var threshold = Scores.Energy.Of([2f, 0f]);

        using var model = EarlyExitModel.Compile(network, Scores.Energy, threshold);
        var (labels, exits, confidences) = model.Predict(images);

        int last = network.L - 1;
        Assert.Equal([last, last, last, 0, last, last], exits);
        Assert.All(labels, label => Assert.Equal(0, label));
        Assert.Equal(features.Select(x => Scores.Energy.Of([x, 0f])), confidences);
        Assert.Equal(Stored(network, images).Decide(new ThresholdPolicy(Scores.Energy, threshold)).Exits.ToArray(), exits);
    }

    [Fact]
    public void Heads_at_which_nothing_can_leave_are_not_computed()
    {
        using var scope = NewDisposeScope();
        using var network = Blueprint("resnet").Build(seed: 5);
        var images = Images(network, 4, seed: 6);
        Assert.False(Leaving.By(new ThresholdPolicy(Scores.MaxSoftmax, 1), network.L).Reads(0));
        Assert.False(Leaving.By(new ThresholdPolicy(Scores.MaxSoftmax, [1, .5]), network.L).Reads(0));
        Assert.True(Leaving.By(new ThresholdPolicy(Scores.MaxSoftmax, [1, .5]), network.L).Reads(1));
        Assert.False(Leaving.By(new ThresholdPolicy(Scores.Entropy, 0), network.L).Reads(0));
        Assert.True(Leaving.By(new ThresholdPolicy(Scores.Energy, 100), network.L).Reads(0));
        Assert.False(Leaving.By(new Patience(network.L - 1), network.L).Reads(0));
        Assert.True(Leaving.By(new Patience(network.L - 2), network.L).Reads(0));

        using var model = EarlyExitModel.Compile(network, Scores.MaxSoftmax, threshold: 1);
        Assert.All(model.Predict(images).Exits, exit => Assert.Equal(network.L - 1, exit));
    }

    [Fact]
    public void A_set_of_images_is_predicted_in_its_order_and_costs_what_its_exits_cost()
    {
        using var scope = NewDisposeScope();
        var data = TinyData.Create();
        var architecture = ResNet.ForCifar(8, 4, data.Test.Classes, [data.Test.Channels, data.Test.Height, data.Test.Width]).WithExits(Heads.Pooled, Every.Block);
        using var network = architecture.Build(seed: 7);
        var outputs = Outputs.Collect(network, architecture.Costs, data.Test, data, new OutputsInfo());
        var policy = new ThresholdPolicy(Scores.MaxSoftmax, Between(outputs.Score(Scores.MaxSoftmax), .5));
        using var model = EarlyExitModel.Compile(network, policy);
        var predictions = model.Predict(data.Test, data, batchSize: 7);
        var decisions = outputs.Decide(policy);
        Assert.Equal(decisions.Exits.ToArray(), predictions.Exits);
        Assert.Equal(decisions.Cost, predictions.Cost(model.Costs), 1e-12);
    }

    [Fact]
    public void The_network_itself_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var network = Blueprint("resnet").Build(seed: 8);
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using (EarlyExitModel.Compile(network, Scores.MaxSoftmax, .5)) { }
        Assert.True(network.training);
        Assert.All(network.state_dict(), entry => Assert.Equal(before[entry.Key], entry.Value));
    }

    [Fact]
    public void What_cannot_be_decided_on_the_way_is_refused()
    {
        using var network = Blueprint("mlp").Build(seed: 9);
        Assert.Contains("cannot decide while a batch runs", Assert.Throws<ArgumentException>(() => EarlyExitModel.Compile(network, new ThresholdPolicy(Patience.Run, 1))).Message);
        Assert.Contains("2 thresholds for 4 exits, expected 1 or 3", Assert.Throws<ArgumentException>(() => EarlyExitModel.Compile(network, new ThresholdPolicy(Scores.Margin, [.1, .2]))).Message);
        using var model = EarlyExitModel.Compile(network, Scores.Margin, .5);
        using var wrong = torch.zeros(3, 7);
        Assert.Contains("[3, 7], expected [N, 6]", Assert.Throws<ArgumentException>(() => model.Predict(wrong)).Message);
    }

    private static Architecture Blueprint(string name) => name switch
    {
        "mlp" => Mlp.Of([6], [8, 8, 8, 8], classes: 5).WithExits(Heads.Linear, Every.Block),
        "resnet" => ResNet.ForCifar(8, 4, 5, [3, 8, 8]).WithExits(Heads.Pooled, Every.Block),
        "resnet-identity" => ResNet.ForCifar(8, 4, 5, [3, 8, 8], Shortcut.Identity).WithExits(Heads.Conv(2), Every.Block),
        "bottleneck" => ResNet.ForImages(50, 2, classes: 5, input: [3, 16, 16]).WithExits(Heads.Linear, Every.Nth(5)),
        "vgg" => Vgg.WithBatchNorm(11, width: 4, classes: 5, input: [3, 16, 16]).WithExits(Heads.Pooled, Placement.After(1, 3)),
        "msdnet" => MsdNet.Create([2, 1, 1], growth: 2, width: 4, headChannels: 6, classes: 5, input: [3, 12, 12]).WithExits(Heads.Coarsest(6), Every.Block),
        "vit" => Vit.For(dim: 12, depth: 3, heads: 2, classes: 5, input: [3, 8, 8]).WithExits(Heads.ClassToken, Every.Block),
        _ => EfficientNet.B0(.1, .3, classes: 5, input: [3, 16, 16]).WithExits(Heads.Linear, Every.Nth(2)),
    };

    // Running statistics as after training, so that batch norms are no identities.
    private static void Unsettle(MultiExitNetwork network)
    {
        using var _ = no_grad();
        manual_seed(11);
        foreach (var (name, buffer) in network.named_buffers())
            if (name.EndsWith("running_mean", StringComparison.Ordinal)) buffer.normal_(0, .3);
            else if (name.EndsWith("running_var", StringComparison.Ordinal)) buffer.uniform_(.5, 2);
    }

    private static Tensor Images(MultiExitNetwork network, int count, int seed)
    {
        manual_seed(seed);
        var images = torch.randn([count, .. network.Architecture.Backbone.Input]);
        // Channels last, as ImageBatches has it.
        return images.ndim == 4 ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;
    }

    private static ExitOutputs Stored(MultiExitNetwork network, Tensor images)
    {
        network.eval();
        using var _ = no_grad();
        float[] logits = [.. network.call(images).SelectMany(exit => exit.data<float>().ToArray())];
        var labels = new int[images.shape[0]];
        return new(logits, labels, [.. network.Architecture.Costs], network.Architecture.Backbone.Classes, new OutputsInfo());
    }

    private static IEnumerable<ICriterion> Criteria(ExitOutputs outputs)
    {
        foreach (var score in (Score[])[Scores.MaxSoftmax, Scores.Entropy, Scores.Margin, Scores.Energy])
            foreach (var quantile in (double[])[.4, .8])
                yield return new ThresholdPolicy(score, Between(outputs.Score(score), quantile));
        var table = outputs.Score(Scores.MaxSoftmax);
        yield return new ThresholdPolicy(Scores.MaxSoftmax, [.. Enumerable.Range(0, outputs.L - 1).Select(exit => exit == 0 ? 2 : Between(table, .6, exit))]);
        for (var patience = 0; patience < outputs.L; patience++) yield return new Patience(patience);
    }

    // In the middle of the widest gap between neighbouring scores near a quantile: rounding must not decide.
    private static double Between(ScoreTable scores, double quantile, int? exit = null)
    {
        double[] sorted = [.. exit is { } one ? scores.Of(one).ToArray() : Enumerable.Range(0, scores.L).SelectMany(i => scores.Of(i).ToArray())];
        Array.Sort(sorted);
        var middle = (int)(quantile * (sorted.Length - 1));
        return Enumerable.Range(Math.Max(0, middle - 5), 10).Where(i => i + 1 < sorted.Length)
            .Select(i => (Gap: sorted[i + 1] - sorted[i], Middle: (sorted[i] + sorted[i + 1]) / 2)).Max().Middle;
    }

    private static Predictions Batches(EarlyExitModel model, Tensor images, int size)
    {
        var parts = Enumerable.Range(0, (Samples + size - 1) / size)
            .Select(k => model.Predict(images[(k * size)..Math.Min(Samples, (k + 1) * size)])).ToArray();
        return new(
            [.. parts.SelectMany(part => part.Labels)], [.. parts.SelectMany(part => part.Exits)], [.. parts.SelectMany(part => part.Confidences)]);
    }
}
