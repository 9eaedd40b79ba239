using EarlyExit.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// <see cref="SampleWeights"/> at work. With weights w, losses l and a plain step t' = t - r grad(sum w l) of the network's parameters t, the loss M of
/// held-back samples at t' has the slope dM/dw = -r J v, where J v = d/dw (v . grad(sum w l)) and v = grad M(t'). So a second
/// network stands at t', and no step has to be differentiated through.
/// </summary>
internal sealed class SampleWeighting : IDisposable
{
    private readonly SampleWeights _rule;
    private readonly MultiExitNetwork _network;
    private readonly MultiExitNetwork _ahead;
    private readonly PhaseNetwork _part;
    private readonly PhaseNetwork _partAhead;

    public SampleWeighting(SampleWeights rule, MultiExitNetwork network, Phase phase, PhaseNetwork part)
    {
        if (network.Architecture.Backbone.PredictsNumbers)
            throw new ArgumentException($"Sample weights rank samples by confidence; {network.Architecture.Name} predicts a number and has none.", nameof(network));
        (_rule, _network, _part) = (rule, network, part);
        _ahead = network.Architecture.Build(seed: 0);
        var type = network.parameters().First().dtype;
        _ahead.to(type).to(network.Device);
        _partAhead = new PhaseNetwork(_ahead, phase);
        Predictor = nn.Sequential(
            ("hidden", nn.Linear(part.Exits.Count, rule.Width)), ("relu", nn.ReLU()), ("output", nn.Linear(rule.Width, part.Exits.Count)), ("tanh", nn.Tanh()));
        Predictor.to(type).to(network.Device);
        Optimiser = optim.Adam(Predictor.parameters(), rule.LearningRate, weight_decay: rule.WeightDecay);
    }

    /// <summary>Losses [n, k] of the k exits to predictions [n, k] in (-1, 1).</summary>
    public Sequential Predictor { get; }

    /// <summary>The predictor's.</summary>
    public OptimizerHelper Optimiser { get; }

    /// <summary>The loss of a batch under the predicted weights, which are constants.</summary>
    /// <param name="losses">[n, k].</param>
    /// <param name="weights">[k], of the exits.</param>
    public Tensor Loss(Tensor losses, double[] weights) => Weighted(losses, Weights(losses.detach()).detach(), weights);

    /// <summary>From time to time, a lesson for the predictor: the first half of the batch takes a step, the second half judges it.</summary>
    /// <param name="images">The batch.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="weights">[k], of the exits.</param>
    /// <param name="step">Steps taken in this phase.</param>
    /// <param name="learningRate">r.</param>
    /// <param name="lossesOf">Losses [n, k] of what the exits say, given the labels.</param>
    public void Learn(Tensor images, Tensor labels, double[] weights, long step, double learningRate, Func<Spoken?[], Tensor, Tensor> lossesOf)
    {
        if (step % _rule.Every != 0 || images.shape[0] < 2) return;
        var statistics = _network.buffers().Select(buffer => buffer.clone()).ToArray();
        var (predicted, slope) = Slope(images, labels, weights, learningRate, lossesOf);
        Predictor.zero_grad();
        (predicted * slope).sum().backward();
        Optimiser.step();
        using var off = no_grad();
        foreach (var (buffer, before) in _network.buffers().Zip(statistics)) buffer.copy_(before);
    }

    /// <summary>Predicted weights [n, k] of the first half of a batch, and dM/dw there.</summary>
    internal (Tensor Predicted, Tensor Slope) Slope(
        Tensor images, Tensor labels, double[] weights, double learningRate, Func<Spoken?[], Tensor, Tensor> lossesOf)
    {
        CopyAhead();
        var (half, rest) = (images.shape[0] / 2, images.shape[0] - images.shape[0] / 2);
        var losses = lossesOf(_part.Forward(images.narrow(0, 0, half), weights), labels.narrow(0, 0, half));
        var predicted = Weights(losses.detach());
        var constant = predicted.detach().requires_grad_();
        var gradients = Gradients(Weighted(losses, constant, weights), _part.Parameters, differentiable: true);
        using (no_grad())
            foreach (var (there, gradient) in _partAhead.Parameters.Zip(gradients)) there.sub_(learningRate * gradient);

        var judged = Judged(_partAhead.Forward(images.narrow(0, half, rest), weights), labels.narrow(0, half, rest));
        var ahead = Gradients(judged, _partAhead.Parameters, differentiable: false);
        var along = gradients.Zip(ahead, (here, there) => (here * there).sum()).Aggregate((sum, part) => sum + part);
        return (predicted, -learningRate * autograd.grad([along], [constant])[0]);
    }

    public void Dispose()
    {
        Optimiser.Dispose();
        Predictor.Dispose();
        _partAhead.Dispose();
        _ahead.Dispose();
    }

    // With each parameter a 0 is added, so that those that no loss reaches have a gradient too.
    private static IList<Tensor> Gradients(Tensor loss, IReadOnlyList<Parameter> parameters, bool differentiable) => autograd.grad(
        [parameters.Select(parameter => 0 * parameter.sum()).Aggregate(loss, (sum, nothing) => sum + nothing)],
        [.. parameters], retain_graph: differentiable, create_graph: differentiable);

    /// <summary>1 + range (p - mean p), [n, k].</summary>
    private Tensor Weights(Tensor losses)
    {
        var predictions = Predictor.call(losses);
        return 1 + _rule.Range * (predictions - predictions.mean());
    }

    private static Tensor Weighted(Tensor losses, Tensor samples, double[] exits) =>
        (samples * losses * torch.tensor(exits, dtype: losses.dtype, device: losses.device)).sum() / losses.shape[0];

    /// <summary>The mean over the exits of the cross-entropy on the samples that each would release.</summary>
    private Tensor Judged(Spoken?[] spoken, Tensor labels)
    {
        var exits = _part.Exits;
        var quotas = _rule.Quotas((int)labels.shape[0], exits.Count);
        var left = Enumerable.Range(0, (int)labels.shape[0]).ToList();
        var parts = new List<Tensor>();
        for (var i = 0; i < exits.Count; i++)
        {
            var logits = spoken[exits[i]]!.Logits;
            var confidence = logits.detach().softmax(1).amax([1]).cpu().to(ScalarType.Float32).data<float>().ToArray();
            int[] released = [.. left.OrderByDescending(n => confidence[n]).Take(quotas[i])];
            if (released.Length == 0) continue;
            left.RemoveAll(released.Contains);
            var index = torch.tensor([.. released.Select(n => (long)n)], device: labels.device);
            parts.Add(nn.functional.cross_entropy(logits.index_select(0, index), labels.index_select(0, index)));
        }
        return parts.Aggregate((sum, part) => sum + part) / parts.Count;
    }

    private void CopyAhead()
    {
        using var off = no_grad();
        foreach (var (there, here) in _ahead.parameters().Zip(_network.parameters())) there.copy_(here);
        foreach (var (there, here) in _ahead.buffers().Zip(_network.buffers())) there.copy_(here);
    }
}
