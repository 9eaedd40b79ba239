namespace EarlyExit.Exits;

/// <summary>Sets the threshold of one exit after the other to the best given the others, until nothing changes.</summary>
internal sealed class ThresholdSearch
{
    private const int MostSweeps = 20;
    private readonly ExitOutputs _outputs;
    private readonly ScoreTable _scores;
    private readonly int[][] _orders;
    private readonly int[] _otherwise;
    private readonly bool[] _reaches;

    public ThresholdSearch(ExitOutputs outputs, ScoreTable scores)
    {
        (_outputs, _scores) = (outputs, scores);
        _orders = [.. Enumerable.Range(0, outputs.L - 1).Select(exit => SortedOrder.Ascending(scores.Of(exit)))];
        (_otherwise, _reaches) = (new int[outputs.N], new bool[outputs.N]);
    }

    /// <summary>Maximises the number of right samples less a price of each unit of cost.</summary>
    /// <param name="start">Thresholds to start from, <c>[L - 1]</c>.</param>
    /// <param name="price">In right samples per sample and unit of relative cost.</param>
    /// <param name="limit">Mean relative cost that must not be exceeded; where a coordinate cannot keep to it, the cheapest is taken.</param>
    public double[] Run(double[] start, double price, double limit)
    {
        var thresholds = start.ToArray();
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var before = thresholds.ToArray();
            for (var exit = thresholds.Length - 1; exit >= 0; exit--) thresholds[exit] = Best(exit, thresholds, price, limit * _outputs.N);
            if (thresholds.AsSpan().SequenceEqual(before)) break;
        }
        return thresholds;
    }

    // Down through the scores of the exit: at first nobody leaves here, in the end everybody who comes here does.
    private double Best(int exit, double[] thresholds, double price, double limit)
    {
        var (right, cost) = WithoutThis(exit, thresholds);
        var correct = _outputs.Correct.Of(exit);
        var here = _scores.Of(exit);
        var order = _orders[exit];
        var best = new Candidate(double.PositiveInfinity, right - price * cost, cost);
        for (var k = order.Length - 1; k >= 0;)
        {
            var value = here[order[k]];
            for (; k >= 0 && here[order[k]] == value; k--)
            {
                var sample = order[k];
                if (!_reaches[sample]) continue;
                right += (correct[sample] ? 1 : 0) - (_outputs.Correct[_otherwise[sample], sample] ? 1 : 0);
                cost += _outputs.Costs[exit] - _outputs.Costs[_otherwise[sample]];
            }
            var candidate = new Candidate(k >= 0 ? here[order[k]] : double.NegativeInfinity, right - price * cost, cost);
            if (candidate.Beats(best, limit)) best = candidate;
        }
        return best.Threshold;
    }

    // Which samples come to this exit, where each would leave if it did not leave here, and what that comes to.
    private (double Right, double Cost) WithoutThis(int exit, double[] thresholds)
    {
        Array.Fill(_otherwise, _outputs.L - 1);
        for (var other = _outputs.L - 2; other >= 0; other--)
        {
            if (other == exit)
            {
                Array.Fill(_reaches, true);
                continue;
            }
            var there = _scores.Of(other);
            for (var n = 0; n < there.Length; n++)
            {
                if (there[n] <= thresholds[other]) continue;
                _otherwise[n] = other;
                if (other < exit) _reaches[n] = false;
            }
        }
        double right = 0, cost = 0;
        for (var n = 0; n < _otherwise.Length; n++)
        {
            if (_outputs.Correct[_otherwise[n], n]) right++;
            cost += _outputs.Costs[_otherwise[n]];
        }
        return (right, cost);
    }

    private readonly record struct Candidate(double Threshold, double Worth, double Cost)
    {
        public bool Beats(Candidate other, double limit) => (Cost <= limit, other.Cost <= limit) switch
        {
            (true, true) => Worth > other.Worth + 1e-9,
            (false, false) => Cost < other.Cost,
            (var fits, _) => fits,
        };
    }
}
