namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// softmax(query keyᵀ / √E) value, with query [..., L, E], key [..., S, E] and value [..., S, V]: [..., L, V]. A mask
            /// [..., L, S] of booleans says what may be attended to; another is added to the scores.
            /// </summary>
            /// <param name="query">[..., L, E].</param>
            /// <param name="key">[..., S, E].</param>
            /// <param name="value">[..., S, V].</param>
            /// <param name="attn_mask">What may be attended to, or what is added to the scores.</param>
            /// <param name="p">The chance of an attention weight to be dropped.</param>
            /// <param name="is_casual">Each position attends to itself and those before it (the name is TorchSharp's).</param>
            /// <exception cref="ArgumentException">p is negative, or a mask is given beside <paramref name="is_casual"/>.</exception>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.");
                if (is_casual && attn_mask is not null) throw new ArgumentException("Casual attention masking cannot pass a mask.");

                // Composed from operators that libtorch 1.13 has too. Both sides carry half of the scale, as in libtorch.
                using var scope = NewDisposeScope();
                var (length, sources) = (query.shape[^2], key.shape[^2]);
                if (is_casual) attn_mask = ones([length, sources], dtype: ScalarType.Bool, device: query.device).tril();
                var half = Math.Pow(query.shape[^1], -0.25);
                var scores = (query * half).matmul((key * half).transpose(-2, -1));
                if (attn_mask is { dtype: ScalarType.Bool }) scores = scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity);
                else if (attn_mask is not null) scores += attn_mask;
                var weights = dropout(softmax(scores, -1), p);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
