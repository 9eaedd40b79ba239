using EarlyExit.Data;
using EarlyExit.Inference;
using MathNet.Numerics.Distributions;

namespace EarlyExit.Regimes;

/// <summary>
/// All randomness of a phase. Each draw is a function of seed, phase and place (epoch, sample or step), never of what was drawn
/// before, so that a resumed phase goes on exactly as if it had not stopped and there is no generator state to keep.
/// </summary>
internal sealed class PhaseRandom(int seed, int phase)
{
    /// <summary>The order of an epoch, a permutation of 0 .. count - 1.</summary>
    public int[] Order(int epoch, int count)
    {
        var random = Stream(epoch, uint.MaxValue);
        var order = Enumerable.Range(0, count).ToArray();
        for (var last = count - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }

    /// <summary>How each of these samples is looked at in this epoch.</summary>
    public View[] Views(int epoch, ReadOnlySpan<int> samples, Augmentation augmentation)
    {
        if (augmentation == Augmentation.None) return [];
        var views = new View[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var random = Stream(epoch, (uint)samples[i]);
            views[i] = augmentation.Draw(ref random);
        }
        return views;
    }

    /// <summary>How a step mixes its batch of <paramref name="count"/> samples: the part of each that stays, in [0, 1], and the order of the partners.</summary>
    public (double Part, int[] Partners) Mixture(int step, int count, double concentration)
    {
        var random = new Philox((uint)seed, (uint)phase ^ 0x4000_0000, (uint)step);
        var partners = Enumerable.Range(0, count).ToArray();
        random.Shuffle(partners);
        return (Beta.InvCDF(concentration, concentration, random.Unit()), partners);
    }

    /// <summary>A seed for torch's generator, which dropout draws from, before this step.</summary>
    public long OfStep(int step)
    {
        var (high, low, _, _) = Philox.Block((uint)step, 0, 1, 0, (uint)seed, (uint)phase);
        return (long)((ulong)high << 32 | low);
    }

    private Philox Stream(int epoch, uint stream) => new((uint)seed, (uint)(phase << 20 ^ epoch) ^ 0x8000_0000, stream);
}
