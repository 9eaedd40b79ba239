namespace EarlyExit.Bench;

/// <summary>What came out of a row.</summary>
/// <param name="Row">Its name.</param>
/// <param name="Variant">Which of its parts, and against whom.</param>
/// <param name="Ours">Median over rounds, in <paramref name="Unit"/>.</param>
/// <param name="Peer">The same of the peer, or of what ours is held against.</param>
/// <param name="Unit"><c>s</c>, or <c>x</c> for a factor.</param>
/// <param name="Ratio">How much better ours is: the median of the rounds' peer time / our time. A ratio of 1 is a draw.</param>
/// <param name="Low">Lower quartile of the rounds' ratios.</param>
/// <param name="High">Upper quartile of the rounds' ratios.</param>
/// <param name="Mark">What the ratio has to reach; null where nothing is asked.</param>
/// <param name="Note">What else there is to say, such as the share of the machine's peak.</param>
internal sealed record Result(
    string Row, string Variant, double Ours, double Peer, string Unit, double Ratio, double Low, double High, double? Mark, string Note = "")
{
    /// <summary>Whether the mark is reached; null where there is none.</summary>
    public bool? Reached => Mark is { } mark ? Ratio >= mark : null;

    /// <summary>Times of ours and the peer.</summary>
    public static Result Of(string row, string variant, Duel duel, double? mark, string note = "") =>
        new(row, variant, duel.Ours, duel.Peer, "s", duel.Ratio, duel.Low, duel.High, mark, note);
}
