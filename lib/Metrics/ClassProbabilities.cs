using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>The softmax of one exit in double precision, <c>[N, C]</c>, with the right classes.</summary>
public sealed class ClassProbabilities
{
    private readonly ExitOutputs _outputs;
    private readonly double[] _values;
    private OneClass[]? _byClass;

    /// <summary>The softmax of an exit.</summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="exit">The exit.</param>
    public ClassProbabilities(ExitOutputs outputs, int exit)
    {
        _outputs = outputs;
        _values = new double[outputs.N * outputs.C];
        Softmax.Rows(outputs.At(exit), outputs.C, _values);
    }

    /// <summary>Number of samples.</summary>
    public int N => _outputs.N;

    /// <summary>Number of classes.</summary>
    public int C => _outputs.C;

    /// <summary>The right classes, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Labels => _outputs.Labels;

    /// <summary>Class by class, sorted once for all measures.</summary>
    internal IReadOnlyList<OneClass> ByClass => _byClass ??= [.. Enumerable.Range(0, C).Select(Take)];

    /// <summary>The class probabilities of a sample, <c>[C]</c>.</summary>
    public ReadOnlySpan<double> Of(int sample) => _values.AsSpan(sample * C, C);

    private OneClass Take(int c)
    {
        var (p, isClass) = (new double[N], new bool[N]);
        for (var n = 0; n < p.Length; n++) (p[n], isClass[n]) = (_values[n * C + c], Labels[n] == c);
        return new(p, isClass, SortedOrder.Ascending(p));
    }
}

/// <summary>The probability of one class for each sample, which samples are of it, and the ascending order of the probabilities; <c>[N]</c> each.</summary>
internal sealed record OneClass(double[] Probabilities, bool[] IsClass, int[] Order);
