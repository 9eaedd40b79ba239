namespace EarlyExit.Analysis;

/// <summary>A network between two others.</summary>
/// <param name="At">0 at the first, 1 at the second.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Accuracy">In [0, 1].</param>
public sealed record PathPoint(double At, double Loss, double Accuracy);

/// <summary>The straight line between two networks.</summary>
/// <param name="Points">From the first network to the second, both included.</param>
/// <param name="Distance">Length of the line: L2 norm of the difference of all weights that move.</param>
public sealed record LossPath(IReadOnlyList<PathPoint> Points, double Distance)
{
    /// <summary>
    /// The barrier: how far the loss rises above the straight line between the losses at the ends, at most (Frankle et al.,
    /// arXiv:1912.05671; Entezari et al., arXiv:2110.06296). At least 0, as the ends count.
    /// </summary>
    public double Barrier => Points.Max(point => point.Loss - ((1 - point.At) * Points[0].Loss + point.At * Points[^1].Loss));

    /// <summary>The highest loss on the way.</summary>
    public double Highest => Points.Max(point => point.Loss);
}

/// <summary>A network's place on a plane.</summary>
/// <param name="Name">The network.</param>
/// <param name="X">Along the line from the first network to the second, in units of weight distance.</param>
/// <param name="Y">At right angles to it.</param>
public sealed record PlanePlace(string Name, double X, double Y);

/// <summary>The loss on the plane through three networks.</summary>
/// <param name="X">Coordinates of the columns, in units of weight distance.</param>
/// <param name="Y">Coordinates of the rows.</param>
/// <param name="Loss">Mean cross-entropy in nats, [row][column].</param>
/// <param name="Networks">Where the three networks are: the first at (0, 0), the second on the x axis.</param>
public sealed record LossPlane(
    IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<IReadOnlyList<double>> Loss, IReadOnlyList<PlanePlace> Networks);
