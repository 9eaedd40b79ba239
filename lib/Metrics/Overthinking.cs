using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>
/// What going on to the last exit does to samples that an earlier exit has right already (Kaya, Hong and Dumitras, Shallow-Deep
/// Networks, ICML 2019): with a right last exit it is wasteful, with a wrong one destructive.
/// </summary>
/// <param name="Wasteful">Share of all samples, in [0, 1], that the last exit and an earlier one have right.</param>
/// <param name="Destructive">Share of all samples, in [0, 1], that the last exit has wrong and an earlier one right.</param>
/// <param name="OfErrors">Share of the last exit's errors, in [0, 1], that an earlier exit has right; NaN where the last exit makes none.</param>
public sealed record Overthinking(double Wasteful, double Destructive, double OfErrors)
{
    /// <summary>Counts over all samples; with one exit there is nothing earlier, and both shares are 0.</summary>
    public static Overthinking Of(Correctness correct)
    {
        var last = correct.Of(correct.L - 1);
        int wasteful = 0, destructive = 0, errors = 0;
        for (var n = 0; n < correct.N; n++)
        {
            var early = false;
            for (var exit = 0; exit < correct.L - 1; exit++) early |= correct[exit, n];
            if (!last[n]) errors++;
            if (early && last[n]) wasteful++;
            if (early && !last[n]) destructive++;
        }
        return new((double)wasteful / correct.N, (double)destructive / correct.N, (double)destructive / errors);
    }
}
