using System.Globalization;
using System.Text;

namespace EarlyExit.Metrics;

/// <summary>How a proxy goes along with an efficiency.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="OverAll">Correlation over all outputs, with an interval from drawing networks; NaN where it is undefined.</param>
/// <param name="Within">Mean over networks of the correlation over the variants of one network; NaN where none has three variants.</param>
/// <param name="WithinNetworks">Over how many networks.</param>
/// <param name="GivenAccuracy">Partial correlation given the mean accuracy of the exits: accurate networks are efficient whatever their confidence.</param>
/// <param name="Count">On how many outputs the proxy is defined.</param>
public sealed record LeaderboardRow(Proxy Proxy, Interval OverAll, double Within, int WithinNetworks, Interval GivenAccuracy, int Count);

/// <summary>Proxies ranked by how well they go along with an efficiency.</summary>
/// <param name="Against">The efficiency.</param>
/// <param name="Kind">The coefficient of correlation.</param>
/// <param name="Points">How many outputs there are.</param>
/// <param name="Networks">Of how many networks.</param>
/// <param name="Rows">The best first.</param>
public sealed record Leaderboard(string Against, CorrelationKind Kind, int Points, int Networks, IReadOnlyList<LeaderboardRow> Rows)
{
    /// <summary>The row of a proxy.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public LeaderboardRow this[Proxy proxy] =>
        Rows.FirstOrDefault(row => ReferenceEquals(row.Proxy, proxy)) ?? throw new ArgumentException($"'{proxy.Name}' is not on this leaderboard.");

    /// <summary>A plain table.</summary>
    public override string ToString()
    {
        var width = Rows.Max(row => row.Proxy.Name.Length);
        var text = new StringBuilder($"{Kind} correlation with {Against}, {Points} outputs of {Networks} networks\n");
        text.Append($"{"proxy".PadRight(width)}  over all              within  given accuracy");
        foreach (var row in Rows)
            text.Append(CultureInfo.InvariantCulture, $"\n{row.Proxy.Name.PadRight(width)}  {row.OverAll,-20:F2}  {row.Within,6:F2}  {row.GivenAccuracy:F2}");
        return text.ToString();
    }
}
