using EarlyExit.Models;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>A training batch on its way from exit to exit: through the stages, or, where they are frozen, from what was computed once.</summary>
internal abstract class Passage
{
    /// <summary>Goes on to the next exit.</summary>
    public abstract void MoveTo(int exit);

    /// <summary>What the head of the exit that was reached puts out.</summary>
    /// <param name="factor">What the gradient into the features is multiplied by.</param>
    public abstract Tensor Head(double factor);

    /// <summary>Multiplies the gradient that comes back from the later exits.</summary>
    public abstract void Scale(double factor);

    /// <summary>A batch that runs through the network.</summary>
    public static Passage Through(MultiExitNetwork network, Tensor batch) => new Running(network, batch);

    /// <summary>Samples, int64 [n], whose features are known.</summary>
    public static Passage Known(MultiExitNetwork network, FrozenFeatures features, Tensor samples) => new LookingUp(network, features, samples);

    private sealed class Running(MultiExitNetwork network, Tensor batch) : Passage
    {
        private Tensor _features = batch;
        private int _exit = -1;

        public override void MoveTo(int exit) => (_exit, _features) = (exit, network.Segment(exit, _features));

        public override Tensor Head(double factor) => network.Head(_exit, GradientRule.Scaled(_features, factor));

        public override void Scale(double factor) => _features = GradientRule.Scaled(_features, factor);
    }

    // No gradient reaches frozen features, so there is none to scale.
    private sealed class LookingUp(MultiExitNetwork network, FrozenFeatures features, Tensor samples) : Passage
    {
        private int _exit = -1;

        public override void MoveTo(int exit) => _exit = exit;

        public override Tensor Head(double factor) => network.LearntPart(_exit, features.At(_exit, samples));

        public override void Scale(double factor)
        {
        }
    }
}
