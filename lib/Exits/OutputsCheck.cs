using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace EarlyExit.Exits;

/// <summary>The conditions on outputs, each with a message that names key, place and value.</summary>
internal static class OutputsCheck
{
    public static void Shape(long logits, int labels, int costs, int classes)
    {
        if (classes < 2) throw Error($"classes: {classes}, expected at least 2.");
        if (labels < 1) throw Error($"labels: {labels} samples, expected at least 1.");
        if (costs < 1) throw Error($"costs: {costs} exits, expected at least 1.");
        var expected = (Int128)costs * labels * classes;
        if (logits != expected)
            throw Error($"logits: {logits} values, expected {expected} ({costs} costs x {labels} labels x {classes} classes).");
        if (expected > Array.MaxLength) throw Error($"logits: {logits} values, expected at most {Array.MaxLength}.");
    }

    public static void Costs(ReadOnlySpan<double> costs)
    {
        for (var i = 0; i < costs.Length; i++)
        {
            if (!double.IsFinite(costs[i]) || costs[i] <= 0) throw Error($"costs[{i}]: {costs[i]}, expected a finite number above 0.");
            if (i > 0 && costs[i] <= costs[i - 1])
                throw Error($"costs[{i}]: {costs[i]}, expected more than costs[{i - 1}] = {costs[i - 1]}, since costs are cumulative.");
        }
    }

    public static void Labels(ReadOnlySpan<int> labels, int classes)
    {
        for (var n = 0; n < labels.Length; n++)
            if ((uint)labels[n] >= (uint)classes)
                throw Error($"labels[{n}]: {labels[n]}, expected 0 to {classes - 1}, since the logits have {classes} classes.");
    }

    public static void Logits(ReadOnlySpan<float> logits, int samples, int classes)
    {
        if (AllFinite(logits)) return;
        var at = 0;
        while (float.IsFinite(logits[at])) at++;
        throw Error($"logits[{at / classes / samples}, {at / classes % samples}, {at % classes}]: {logits[at]}, expected a finite number.");
    }

    public static void Finite(string key, ReadOnlySpan<float> numbers)
    {
        if (AllFinite(numbers)) return;
        var at = 0;
        while (float.IsFinite(numbers[at])) at++;
        throw Error($"{key}: {numbers[at]} at place {at}, expected a finite number.");
    }

    // x - x is 0 for finite x and NaN otherwise, so that one sum tells of a whole block.
    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        var blocks = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sum = Vector<float>.Zero;
        foreach (var block in blocks) sum += block - block;
        var rest = 0f;
        foreach (var value in values[(blocks.Length * Vector<float>.Count)..]) rest += value - value;
        return float.IsFinite(Vector.Sum(sum) + rest);
    }

    private static ArgumentException Error(FormattableString message) => new(message.ToString(CultureInfo.InvariantCulture));

}
