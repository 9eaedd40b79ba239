namespace EarlyExit.Exits;

/// <summary>What measures want to know of the softmax of every sample at every exit, from one pass over the logits.</summary>
/// <param name="Confidence">The largest probability, <c>[L, N]</c>: <see cref="Scores.MaxSoftmax"/>, to the last bit.</param>
/// <param name="Squares">The sum of the squared probabilities, <c>[L, N]</c>, in [1/C, 1].</param>
internal sealed record SoftmaxSummary(ScoreTable Confidence, ExitTable<double> Squares)
{
    public static SoftmaxSummary Of(ExitOutputs outputs)
    {
        var confidence = GC.AllocateUninitializedArray<double>(outputs.L * outputs.N);
        var squares = GC.AllocateUninitializedArray<double>(outputs.L * outputs.N);
        Parallel.For(0, outputs.L, exit =>
        {
            var logits = outputs.At(exit);
            for (var n = 0; n < outputs.N; n++)
            {
                var row = logits.Slice(n * outputs.C, outputs.C);
                var (sum, ofSquares) = Softmax.SumAndSquares(row, Softmax.Largest(row));
                confidence[exit * outputs.N + n] = 1 / sum;
                squares[exit * outputs.N + n] = ofSquares / (sum * sum);
            }
        });
        return new(new(Scores.MaxSoftmax.Name, confidence, outputs.L, outputs.N), new(squares, outputs.L, outputs.N));
    }
}
