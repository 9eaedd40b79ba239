using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>
/// A trained network that leaves early for real: a batch shrinks as samples leave, so that later stages run on those that remain, and
/// heads at which no sample can leave are not computed, unless later exits hear of them. Batch norms are folded into convolutions, and maps have their channels last in
/// memory. Decisions are those of the criterion over stored outputs, up to the last digits of the logits: folding and other batch sizes
/// round differently, which matters where a score lies within some 1e-5 of its threshold. One instance serves one thread at a time.
/// </summary>
public sealed class EarlyExitModel : IDisposable
{
    /// <summary>Samples that <see cref="Predict(ImageSet, DataSet, int)"/> takes at a time when not told.</summary>
    public const int BatchSize = 256;

    private readonly MultiExitNetwork _network;
    private readonly Leaving _leaving;

    private EarlyExitModel(MultiExitNetwork network, ICriterion criterion)
    {
        _leaving = Leaving.By(criterion, network.L);
        (Criterion, Costs) = (criterion, network.Architecture.Costs);
        using var scope = NewDisposeScope();
        _network = network.Architecture.Build(seed: 0);
        _network.load_state_dict(network.state_dict());
        _network.to(network.Device);
        _network.eval();
        _network.Fold();
    }

    /// <summary>When samples leave.</summary>
    public ICriterion Criterion { get; }

    /// <summary>Relative cumulative cost of each exit, [L].</summary>
    public IReadOnlyList<double> Costs { get; }

    /// <summary>A copy of a network, made for leaving at the first exit whose score is strictly above a threshold.</summary>
    /// <param name="network">Stays as it is; what is trained later does not reach the copy.</param>
    /// <param name="score">What is compared, such as <see cref="Scores.MaxSoftmax"/>.</param>
    /// <param name="threshold">One for all exits.</param>
    public static EarlyExitModel Compile(MultiExitNetwork network, Score score, double threshold) =>
        Compile(network, new ThresholdPolicy(score, threshold));

    /// <summary>A copy of a network, made for leaving by a criterion: thresholds on a <see cref="Score"/>, or patience.</summary>
    /// <param name="network">Stays as it is; what is trained later does not reach the copy.</param>
    /// <param name="criterion">When samples leave.</param>
    /// <exception cref="ArgumentException">The criterion needs more than one sample's logits up to the exit, or has thresholds for another number of exits.</exception>
    public static EarlyExitModel Compile(MultiExitNetwork network, ICriterion criterion) => new(network, criterion);

    /// <summary>Labels, exits and confidences of a batch.</summary>
    /// <param name="images">Normalised inputs [N, ...] as in training, N at least 1, on the network's device.</param>
    /// <exception cref="ArgumentException">The inputs are not of the network's shape, or there are none.</exception>
    public Predictions Predict(Tensor images)
    {
        var input = _network.Architecture.Backbone.Input;
        if (images.ndim != input.Count + 1 || images.shape[0] < 1 || !images.shape.Skip(1).SequenceEqual(input))
            throw new ArgumentException($"The inputs are [{string.Join(", ", images.shape)}], expected [N, {string.Join(", ", input)}] with N at least 1.", nameof(images));
        var n = (int)images.shape[0];
        var (labels, exits, confidences) = (new int[n], new int[n], new double[n]);
        int[] waiting = [.. Enumerable.Range(0, n)];
        _leaving.Start(n);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var x = images;
        var conversation = _network.Begin();
        for (var exit = 0; waiting.Length > 0; exit++)
        {
            x = _network.Segment(exit, x);
            var last = exit == _network.L - 1;
            var read = last || _leaving.Reads(exit);
            if (!read && _network.Architecture.Coupling == Coupling.None) continue;
            var logits = conversation.At(exit, _network.Head(exit, x)).Logits;
            if (!read) continue;
            var stay = Judge(exit, last, logits.cpu());
            if (stay.Count < waiting.Length && stay.Count > 0)
            {
                var rows = torch.tensor(stay.ToArray(), device: x.device);
                x = SampleRows.Of(x, rows);
                conversation.Keep(rows);
            }
            waiting = [.. stay.Select(row => waiting[row])];
        }
        return new(labels, exits, confidences);

        // Writes down who leaves; returns the rows of those who stay.
        List<long> Judge(int exit, bool last, Tensor batch)
        {
            var logits = batch.data<float>().ToArray();
            var classes = logits.Length / waiting.Length;
            var stay = new List<long>();
            for (var row = 0; row < waiting.Length; row++)
            {
                var own = logits.AsSpan(row * classes, classes);
                var sample = waiting[row];
                if (!last && !_leaving.At(exit, sample, own)) stay.Add(row);
                else (labels[sample], exits[sample], confidences[sample]) = (Largest(own), exit, _leaving.Confidence(own));
            }
            return stay;
        }
    }

    /// <summary>Labels, exits and confidences of a set of images, a batch at a time, in the order of the set.</summary>
    /// <param name="images">The samples.</param>
    /// <param name="normalisation">The data set whose training part normalises them, the one that the network was trained on.</param>
    /// <param name="batchSize">Samples at a time, at least 1.</param>
    public Predictions Predict(ImageSet images, DataSet normalisation, int batchSize = BatchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var batches = new ImageBatches(images, normalisation, _network.Device);
        var order = Enumerable.Range(0, images.Count).ToArray();
        var (labels, exits, confidences) = (new List<int>(), new List<int>(), new List<double>());
        for (var from = 0; from < images.Count; from += batchSize)
        {
            using var batch = batches.Of(order.AsSpan(from, Math.Min(batchSize, images.Count - from)));
            var (some, left, sure) = Predict(batch);
            labels.AddRange(some);
            exits.AddRange(left);
            confidences.AddRange(sure);
        }
        return new(labels, exits, confidences);
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    internal static int Largest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var c = 1; c < logits.Length; c++)
            if (logits[c] > logits[best]) best = c;
        return best;
    }
}
