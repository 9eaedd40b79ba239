using EarlyExit.Data;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>What the output of an exit is trained towards and judged by.</summary>
internal abstract record Objective
{
    /// <summary>Classes, or a number where the network says one.</summary>
    public static Objective Of(Backbone backbone) => backbone.PredictsNumbers ? new Numbers() : new Classes();

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="outputs">What an exit says, [n, C].</param>
    /// <param name="targets">Labels int64 [n], probabilities [n, C], or for regression numbers [n].</param>
    /// <param name="recipe">For its label smoothing.</param>
    public abstract Tensor Loss(Tensor outputs, Tensor targets, Recipe recipe);

    /// <summary>The loss of each sample of a batch, [n].</summary>
    /// <param name="outputs">What an exit says, [n, C].</param>
    /// <param name="targets">As for <see cref="Loss"/>.</param>
    /// <param name="recipe">For its label smoothing.</param>
    public abstract Tensor LossOfSamples(Tensor outputs, Tensor targets, Recipe recipe);

    /// <summary>The mean loss of an exit that learns from another.</summary>
    /// <param name="student">What it says, [n, C].</param>
    /// <param name="teacher">What the other says, [n, C], a constant.</param>
    public abstract Tensor LossOfLesson(Tensor student, Tensor teacher);

    /// <summary>How good every exit is.</summary>
    /// <param name="outputs">[L, N, C].</param>
    /// <param name="samples">The N samples.</param>
    /// <param name="exits">L.</param>
    public abstract Evaluation Evaluate(ReadOnlySpan<float> outputs, SampleSet samples, int exits);

    /// <summary>Cross-entropy and accuracy.</summary>
    private sealed record Classes : Objective
    {
        public override Tensor Loss(Tensor outputs, Tensor targets, Recipe recipe) =>
            nn.functional.cross_entropy(outputs, targets, label_smoothing: recipe.LabelSmoothing);

        public override Tensor LossOfSamples(Tensor outputs, Tensor targets, Recipe recipe) =>
            nn.functional.cross_entropy(outputs, targets, reduction: nn.Reduction.None, label_smoothing: recipe.LabelSmoothing);

        public override Tensor LossOfLesson(Tensor student, Tensor teacher) => nn.functional.cross_entropy(student, teacher.softmax(1));

        public override Evaluation Evaluate(ReadOnlySpan<float> outputs, SampleSet samples, int exits) => Evaluation.Of(outputs, samples.Labels, exits);
    }

    /// <summary>Squared error and Pearson's correlation.</summary>
    private sealed record Numbers : Objective
    {
        public override Tensor Loss(Tensor outputs, Tensor targets, Recipe recipe) => recipe.LabelSmoothing == 0
            ? nn.functional.mse_loss(outputs.squeeze(1), targets)
            : throw new ArgumentException($"Label smoothing {recipe.LabelSmoothing} spreads labels over classes; a regression has none, expected 0.", nameof(recipe));

        public override Tensor LossOfSamples(Tensor outputs, Tensor targets, Recipe recipe) =>
            nn.functional.mse_loss(outputs.squeeze(1), targets, nn.Reduction.None);

        public override Tensor LossOfLesson(Tensor student, Tensor teacher) => nn.functional.mse_loss(student, teacher);

        public override Evaluation Evaluate(ReadOnlySpan<float> outputs, SampleSet samples, int exits) => Evaluation.OfNumbers(outputs, samples.Values, exits);
    }
}
