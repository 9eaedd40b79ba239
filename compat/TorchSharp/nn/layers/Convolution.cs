using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    /// <summary>What lies beyond the border of an image.</summary>
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    /// <summary>Padding by rule: none, or as much as keeps the size.</summary>
    public enum Padding
    {
        Valid = 0,
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>The settings and parameters of a convolution; sizes are per dimension of the image.</summary>
    public abstract class Convolution : Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))] private Parameter? _weight;
        [ComponentName(Name = nameof(bias))] private Parameter? _bias;

        private protected Convolution(
            string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
            long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype) : base(name)
        {
            if (padding_type == Padding.Same && stride.Any(step => step != 1))
                throw new ArgumentException("padding='same' is not supported for strided convolutions");
            (this.in_channels, this.out_channels, this.groups) = (in_channels, out_channels, groups);
            (this.kernel_size, this.stride, this.dilation) = (kernel_size, stride, dilation);
            (this.padding, this.padding_type, this.padding_mode) = (padding, padding_type, padding_mode);
            weight = new Parameter(empty([out_channels, in_channels / groups, .. kernel_size], dtype: dtype, device: device));
            if (bias) this.bias = new Parameter(empty([out_channels], dtype: dtype, device: device));
            reset_parameters();
        }

        public long in_channels { get; }
        public long out_channels { get; }
        public long groups { get; set; }
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] dilation { get; set; }
        public long[]? padding { get; }
        public Padding? padding_type { get; }
        public PaddingModes padding_mode { get; set; }

        public Parameter weight
        {
            get => _weight!;
            set => Assign(nameof(weight), ref _weight, value);
        }

        public Parameter? bias
        {
            get => _bias;
            set => Assign(nameof(bias), ref _bias, value);
        }

        public void reset_parameters() => init.Reset(weight, bias);

        // (before, after) of each dimension, the last one first, as pad wants it.
        private protected long[] Border() => padding_type == Padding.Same
            ? [.. kernel_size.Zip(dilation, (kernel, step) => step * (kernel - 1)).Reverse().SelectMany(total => new[] { total / 2, total - total / 2 })]
            : [.. (padding ?? new long[kernel_size.Length]).Reverse().SelectMany(width => new[] { width, width })];
    }

    /// <summary>[N, in, H, W] or [in, H, W] to [N, out, H', W'].</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long)? padding, Padding? padding_type,
            (long, long) dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), in_channels, out_channels, functional.Pair(kernel_size)!, functional.Pair(stride)!, functional.Pair(padding),
                padding_type, functional.Pair(dilation)!, groups, bias, padding_mode, device, dtype)
        {
        }

        /// <exception cref="ArgumentException">The input has another rank or number of channels.</exception>
        public override Tensor forward(Tensor input)
        {
            var shape = input.shape;
            if (!(shape.Length is 3 or 4 && shape[^3] == in_channels))
                throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to Conv2d, but got [{string.Join(", ", shape)}].");
            if (padding_mode != PaddingModes.Zeros)
            {
                using var padded = functional.pad(input, Border(), padding_mode);
                return functional.conv2d(padded, weight, bias, stride, [0, 0], dilation, groups);
            }
            return padding_type is { } rule
                ? functional.conv2d_padding(input, weight, bias, stride, rule, dilation, groups)
                : functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
        }
    }
}
