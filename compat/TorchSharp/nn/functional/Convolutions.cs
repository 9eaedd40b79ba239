namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input [..., in] times weights [out, in] transposed, plus bias [out]: [..., out].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Native.Call1(linear_op, input, weights, bias);

            /// <summary>input [N, in, H, W] or [in, H, W], weight [out, in / groups, kH, kW], bias [out].</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Native.Call1(conv2d_op, input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            /// <summary>As conv2d, with the padding by rule: none, or as much as keeps the size.</summary>
            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Native.Call1(conv2d_padding_op, input, weight, bias, strides ?? [1], padding == Padding.Same ? "same" : "valid", dilation ?? [1], groups);

            /// <summary>Widens the last dimensions: pad holds (before, after) of the last one, then of the one before it, and so on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Native.Call1(pad_op, input, pad, ModeName(mode), mode is PaddingModes.Constant or PaddingModes.Zeros ? value : default(Arg));

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>The same width on both sides of every dimension.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [.. Enumerable.Repeat(pad, 2 * (int)input.ndim)], mode, value);

            private static string ModeName(PaddingModes mode) => mode switch
            {
                PaddingModes.Zeros or PaddingModes.Constant => "constant",
                _ => mode.ToString().ToLowerInvariant(),
            };

            private static readonly Op linear_op = new("linear"), conv2d_op = new("conv2d"), conv2d_padding_op = new("conv2d.padding"), pad_op = new("pad");
        }
    }
}
