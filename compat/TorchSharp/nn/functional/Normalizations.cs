namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Normalises the channels of [N, C, ...], by the batch's statistics when training, else by the running ones.</summary>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                Native.Call1(batch_norm_op, input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>Normalises over the last dimensions, which are <paramref name="normalized_shape"/>.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Native.Call1(layer_norm_op, input, normalized_shape, weight, bias, eps);

            /// <summary>The cosine of the angle between x1 and x2 along a dimension.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => Native.Call1(cosine_similarity_op, x1, x2, dim, eps);

            private static readonly Op batch_norm_op = new("batch_norm"), layer_norm_op = new("layer_norm"),
                cosine_similarity_op = new("cosine_similarity");
        }
    }
}
