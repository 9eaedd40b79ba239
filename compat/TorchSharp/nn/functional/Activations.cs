namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor gelu(Tensor x) => gelu(x, false);

            public static Tensor gelu(Tensor x, bool inplace) => Native.Call1(inplace ? gelu_op_ : gelu_op, x);

            public static Tensor silu(Tensor x, bool inplace = false) => Native.Call1(inplace ? silu_op_ : silu_op, x);

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Native.Call1(softmax_op, input, dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => Native.Call1(log_softmax_op, x, dim);

            /// <summary>When training, each element becomes 0 with chance p and is divided by 1 - p otherwise.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Native.Call1(inplace ? dropout_op_ : dropout_op, input, p, training);

            private static readonly Op gelu_op = new("gelu"), gelu_op_ = new("gelu_"), silu_op = new("silu"), silu_op_ = new("silu_"),
                softmax_op = new("softmax.int"), log_softmax_op = new("log_softmax.int"),
                dropout_op = new("dropout"), dropout_op_ = new("dropout_");
        }
    }
}
