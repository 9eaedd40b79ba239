using System.Diagnostics;
using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// Trains a network phase by phase. The result depends on network, data, phases, recipe and seed alone, not on being stopped and
/// resumed at any step, nor on random numbers drawn elsewhere.
/// </summary>
/// <param name="network">What is trained, in place, on the device where its weights are.</param>
/// <param name="data">Trained on its training part; its validation part is evaluated after each epoch.</param>
/// <param name="recipe">Batch size, augmentation and the defaults of phases.</param>
/// <param name="seed">Seed of shuffling, augmentation and dropout.</param>
public sealed class Trainer(MultiExitNetwork network, IDataSet data, Recipe recipe, int seed)
{
    private readonly TrainingSize _size = TrainingSize.Of(data, recipe);

    /// <summary>Trains one phase to its end.</summary>
    /// <param name="phase">The phase; it must have a length.</param>
    /// <param name="index">Its place in the regime, which its random numbers depend on.</param>
    /// <param name="checkpoints">Where to resume from and to save to; null for neither.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps, after a checkpoint.</param>
    /// <returns>What the phase did. The network has the weights of the last step, or of the last improvement where the length is a stopping rule.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a weight became infinite or NaN; no checkpoint holds such weights.</exception>
    /// <exception cref="CheckpointFormatException">The checkpoint is damaged or belongs to another training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseRecord Train(
        Phase phase, int index = 0, CheckpointFile? checkpoints = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var length = TrainingSize.LengthOf(phase);
        var (batch, perEpoch, most) = (_size.BatchSize, _size.StepsPerEpoch, _size.MostSteps(phase));
        var stall = length as Length.Stalled;
        using var generator = new SeededScope(seed);
        using var step = new TrainingStep(network, phase, recipe);
        var random = new PhaseRandom(seed, index);
        var batches = Batches.Of(data.Train, data, network.Device);
        var state = new PhaseState(network, step);
        var position = checkpoints?.Resume(state) ?? PhasePosition.Start;
        var (first, before, clock, saved) = (position.Step, position.Seconds, Stopwatch.StartNew(), Stopwatch.StartNew());
        var order = random.Order(position.Step / perEpoch, data.Train.Count);

        // After resuming, from the weights that the phase goes on with. Whether they are kept depends on the whole phase, so that a resumed one goes on alike.
        using var frozen = step.Frozen = FrozenFeatures.Of(
            network, phase, recipe, batches, exits: step.Reach, data.Train.Count, views: (long)most * batch);

        var lastLoss = 0.0;
        bool Over() => position.Step >= most || stall is not null && position.Stall.Over(stall.Patience);
        while (!Over())
        {
            var (epoch, k) = Math.DivRem(position.Step, perEpoch);
            if (k == 0) order = random.Order(epoch, data.Train.Count);
            var moment = new LossMoment((double)position.Step / most, position.Step);
            var loss = TakeStep(order.AsSpan(k * batch, batch), epoch, moment);
            if (!double.IsFinite(loss)) throw Diverged(loss);
            lastLoss = loss;
            position = position with { Step = position.Step + 1, LossSum = position.LossSum + loss };
            if (position.Step % perEpoch == 0 || position.Step == most) position = EndEpoch(k + 1, step.LearningRate(moment));
            position = position with { Seconds = before + clock.Elapsed.TotalSeconds };
            if (saved.Elapsed >= checkpoints?.Every)
            {
                Save(loss);
                saved.Restart();
            }
            progress?.Report(new(
                "", phase.Trains.Name, (double)position.Step / perEpoch, (double)most / perEpoch, loss,
                (position.Step - first) * batch / clock.Elapsed.TotalSeconds, Left: null)
            { Resumed = first > 0 });
            if (cancellation.IsCancellationRequested)
            {
                Save(loss);
                throw new OperationCanceledException(cancellation);
            }
        }
        if (stall is not null) state.RestoreBest();
        if (!state.IsFinite) throw Diverged(lastLoss);
        return new(
            phase.Trains.Name, position.Step, (long)position.Step * batch, _size.Macs(phase, position.Step, network.Architecture),
            position.Seconds, position.Epochs);

        void Save(double loss)
        {
            if (checkpoints is null) return;
            if (!state.IsFinite) throw Diverged(loss);
            checkpoints.Save(position, state);
        }

        // Of the step that was taken last, or is being taken where its loss is the trouble.
        TrainingDivergedException Diverged(double loss)
        {
            var (epoch, k) = Math.DivRem(double.IsFinite(loss) ? Math.Max(0, position.Step - 1) : position.Step, perEpoch);
            return new(phase.Trains.Name, epoch, k, loss, File.Exists(checkpoints?.Path) ? checkpoints!.Path : null);
        }

        double TakeStep(ReadOnlySpan<int> samples, int epoch, LossMoment moment)
        {
            using var scope = NewDisposeScope();
            var inputs = frozen is null
                ? batches.Of(samples, random.Views(epoch, samples, recipe.Augmentation))
                : torch.tensor([.. samples.ToArray().Select(sample => (long)sample)], device: batches.Device);
            var targets = batches.Targets(samples);
            if (recipe.Mixup > 0) (inputs, targets) = Mixed(inputs, targets, (int)moment.Step);
            manual_seed(random.OfStep((int)moment.Step));
            return step.Take(inputs, targets, moment);
        }

        // Images [n, Ch, H, W] and probabilities [n, C], each with a part of its partner.
        (Tensor Images, Tensor Labels) Mixed(Tensor images, Tensor labels, int atStep)
        {
            if (data.Train is not ImageSet || data.Train.IsRegression)
                throw new ArgumentException($"Mixup {recipe.Mixup} blends images and their classes, {data.Train} can only be trained with 0.");
            var (part, order) = random.Mixture(atStep, (int)images.shape[0], recipe.Mixup);
            var partners = torch.tensor([.. order.Select(i => (long)i)], device: images.device);
            var classes = nn.functional.one_hot(labels, network.Architecture.Backbone.Classes).to(images.dtype);
            return (Blend(images), Blend(classes));

            Tensor Blend(Tensor x) => part * x + (1 - part) * x.index_select(0, partners);
        }

        PhasePosition EndEpoch(int steps, double learningRate)
        {
            var (loss, accuracy) = Evaluation.Of(network, data.Validation, data);
            var record = new EpochRecord((double)position.Step / perEpoch, learningRate, position.LossSum / steps, loss, accuracy);
            var after = position with { LossSum = 0, Epochs = [.. position.Epochs, record] };
            if (stall is null) return after;
            var watched = stall.Watch.Watched([.. step.Exits.Select(exit => accuracy[exit])]);
            after = after with { Stall = position.Stall.After(watched, stall.MinDelta) };
            if (after.Stall.Improved) state.KeepAsBest();
            return after;
        }
    }
}
