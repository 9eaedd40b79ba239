namespace EarlyExit.Bench;

/// <summary>The peer failed, or says something else than we do; the message says what.</summary>
internal sealed class PeerException(string message) : Exception(message)
{
    /// <summary>Both work on the same numbers and must say the same.</summary>
    /// <param name="what">What is compared.</param>
    /// <param name="ours">Ours.</param>
    /// <param name="theirs">The peer's.</param>
    /// <param name="tolerance">Absolute.</param>
    public static void RequireAgreement(string what, IReadOnlyList<double> ours, IReadOnlyList<double> theirs, double tolerance)
    {
        if (ours.Count != theirs.Count) throw new PeerException($"{what}: ours says {ours.Count} numbers, the peer {theirs.Count}.");
        for (var k = 0; k < ours.Count; k++)
            if (!(Math.Abs(ours[k] - theirs[k]) <= tolerance) && !(double.IsNaN(ours[k]) && double.IsNaN(theirs[k])))
                throw new PeerException($"{what}, number {k}: ours is {ours[k]:R}, the peer's {theirs[k]:R}; they may differ by {tolerance}.");
    }
}
