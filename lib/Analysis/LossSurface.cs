namespace EarlyExit.Analysis;

/// <summary>A loss over a square of weight space with a network at its centre.</summary>
/// <param name="Name">Whose loss: <c>exit 1</c>, ..., or <c>mean over exits</c>.</param>
/// <param name="Coordinates">Along either direction: an odd number of them, ascending, evenly spaced, 0 in the middle.</param>
/// <param name="Loss">Mean cross-entropy in nats, [row][column]: rows along the second direction, columns along the first.</param>
public sealed record LossSurface(string Name, IReadOnlyList<double> Coordinates, IReadOnlyList<IReadOnlyList<double>> Loss)
{
    private const int Angles = 64;

    /// <summary>The loss of the network itself.</summary>
    public double Centre => Loss[Coordinates.Count / 2][Coordinates.Count / 2];

    /// <summary>The lowest loss on the grid and where it is.</summary>
    public (double X, double Y, double Loss) Lowest =>
        (from row in Enumerable.Range(0, Coordinates.Count)
         from column in Enumerable.Range(0, Coordinates.Count)
         where !double.IsNaN(Loss[row][column])
         select (Coordinates[column], Coordinates[row], Loss[row][column])).MinBy(point => point.Item3);

    /// <summary>
    /// How much the loss rises at a distance from the network, as a mean over all directions of the plane (64 of them, bilinear between
    /// points of the grid): the loss at that radius less the centre's. With filter-normalised directions a radius of 1 is as far as the
    /// weights are long.
    /// </summary>
    /// <param name="radius">Above 0 and at most the grid's.</param>
    /// <exception cref="ArgumentOutOfRangeException">It reaches beyond the grid.</exception>
    public double Sharpness(double radius)
    {
        if (!(radius > 0 && radius <= Coordinates[^1]))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, $"The surface reaches from 0 to {Coordinates[^1]}.");
        return Enumerable.Range(0, Angles).Average(k => At(radius * Math.Cos(Math.Tau * k / Angles), radius * Math.Sin(Math.Tau * k / Angles))) - Centre;
    }

    /// <summary>The loss at a point, bilinear between those of the grid.</summary>
    public double At(double x, double y)
    {
        var (column, right) = Cell(x);
        var (row, up) = Cell(y);
        return (1 - up) * Along(Loss[row]) + up * Along(Loss[row + 1]);

        double Along(IReadOnlyList<double> line) => (1 - right) * line[column] + right * line[column + 1];
    }

    private (int Index, double Share) Cell(double at)
    {
        var place = (at - Coordinates[0]) / (Coordinates[^1] - Coordinates[0]) * (Coordinates.Count - 1);
        var index = Math.Clamp((int)Math.Floor(place), 0, Coordinates.Count - 2);
        return (index, place - index);
    }
}
