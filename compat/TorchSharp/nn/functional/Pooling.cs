namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // All take [N, C, H, W] or [C, H, W]. Sizes are (height, width).
        public static partial class functional
        {
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Native.Call1(max_pool2d_op, input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size, kernel_size], Square(stride), Square(padding), Square(dilation), ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Pair(kernel_size)!, Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Native.Call1(adaptive_avg_pool2d_op, input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, Pair(output_size)!);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                var (values, indices) = adaptive_max_pool2d_with_indices(input, output_size);
                indices.Dispose();
                return values;
            }

            public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) =>
                Native.Call2(adaptive_max_pool2d_op, input, output_size);

            internal static long[]? Square(long? side) => side is { } s ? [s, s] : null;

            internal static long[]? Pair((long, long)? sides) => sides is var (height, width) ? [height, width] : null;

            private static readonly Op max_pool2d_op = new("max_pool2d"), adaptive_avg_pool2d_op = new("adaptive_avg_pool2d"), adaptive_max_pool2d_op = new("adaptive_max_pool2d");
        }
    }
}
