namespace EarlyExit.Analysis;

/// <summary>
/// The gradients of the exits' losses in the shared layers of a backbone, as inner products, from which norms, shares and cosines
/// follow. The gradient of exit i is that of its own mean cross-entropy per sample, times its loss weight.
/// </summary>
/// <param name="Layers">Names of the S layers (stem and stages), from the input on. Heads are not shared and not among them.</param>
/// <param name="Reach">[S], the first exit whose loss reaches the layer.</param>
/// <param name="Products">[S], each [L, L]: inner products of the exits' gradients in the layer's parameters; 0 for exits before it.</param>
/// <param name="Parameters">[S], how many numbers the layer's gradients have.</param>
/// <param name="Setting">What the numbers rest on: weights of the losses, batch norm statistics, samples.</param>
public sealed record ExitGradients(
    IReadOnlyList<string> Layers, IReadOnlyList<int> Reach, IReadOnlyList<double[,]> Products, IReadOnlyList<long> Parameters, string Setting)
{
    /// <summary>Number of exits L.</summary>
    public int L => Products[0].GetLength(0);

    /// <summary>L2 norm of an exit's gradient in a layer. Grows with the layer's parameters: compare exits in a layer, not layers.</summary>
    public double Norm(int exit, int layer) => Math.Sqrt(Products[layer][exit, exit]);

    /// <summary>
    /// An exit's part of the squared norms: |g_i|^2 / sum_j |g_j|^2 over the exits that reach the layer. At least 0, sum 1; NaN where
    /// every gradient is 0. It does not see in which directions they pull.
    /// </summary>
    public double Share(int exit, int layer) => Products[layer][exit, exit] / Enumerable.Range(0, L).Sum(j => Products[layer][j, j]);

    /// <summary>
    /// An exit's part of the step: the projection of its gradient on the sum g of all, over |g|^2. Sum 1; below 0 where the step goes
    /// against the exit.
    /// </summary>
    public double ProjectedShare(int exit, int layer) => Row(exit, layer).Sum() / Enumerable.Range(0, L).Sum(j => Row(j, layer).Sum());

    /// <summary>L2 norm of the sum of all exits' gradients in a layer: how long the step there is.</summary>
    public double NormOfSum(int layer) => Math.Sqrt(Math.Max(0, Enumerable.Range(0, L).Sum(j => Row(j, layer).Sum())));

    /// <summary>Cosine of the gradients of two exits in a layer; NaN where one does not reach it.</summary>
    public double Cosine(int exit, int other, int layer) => Products[layer][exit, other] / (Norm(exit, layer) * Norm(other, layer));

    /// <summary>Cosine of an exit's gradient with the sum of all others' in a layer; NaN where there is no other.</summary>
    public double CosineWithOthers(int exit, int layer)
    {
        var others = Enumerable.Range(0, L).Where(j => j != exit).ToArray();
        var along = others.Sum(j => Products[layer][exit, j]);
        var length = (from i in others from j in others select Products[layer][i, j]).Sum();
        return along / (Norm(exit, layer) * Math.Sqrt(length));
    }

    /// <summary>As if exit i's loss counted <paramref name="weights"/>[i] times as much.</summary>
    /// <exception cref="ArgumentException">There are not L weights.</exception>
    public ExitGradients Weighted(IReadOnlyList<double> weights)
    {
        if (weights.Count != L) throw new ArgumentException($"There are {weights.Count} weights, expected {L}, one for each exit.", nameof(weights));
        return this with
        {
            Products = [.. Products.Select(layer =>
            {
                var scaled = new double[L, L];
                for (var i = 0; i < L; i++)
                    for (var j = 0; j < L; j++) scaled[i, j] = weights[i] * weights[j] * layer[i, j];
                return scaled;
            })],
            Setting = $"{Setting}; losses times {string.Join(", ", weights.Select(weight => FormattableString.Invariant($"{weight:0.###}")))}",
        };
    }

    private IEnumerable<double> Row(int exit, int layer) => Enumerable.Range(0, L).Select(j => Products[layer][exit, j]);
}
