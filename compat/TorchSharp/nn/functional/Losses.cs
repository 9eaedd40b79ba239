namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the losses of the elements.</summary>
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>Logits [N, C, ...] against classes [N, ...] (Int64) or probabilities [N, C, ...].</summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Native.Call1(cross_entropy_op, input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Log-probabilities [N, C, ...] against classes [N, ...].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Native.Call1(nll_loss_op, input, target, weight, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.Call1(mse_loss_op, input, target, (long)reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.Call1(l1_loss_op, input, target, (long)reduction);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Native.Call1(binary_cross_entropy_op, input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Native.Call1(binary_cross_entropy_with_logits_op, input, target, weight, pos_weights, (long)reduction);

            /// <summary>
            /// The divergence of log-probabilities from a target. Mind the default, which is not PyTorch's: the target is taken
            /// as log-probabilities too. Mean divides by the number of elements, not of samples.
            /// </summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Native.Call1(kl_div_op, input, target, (long)reduction, log_target);

            /// <summary>Classes of any shape (Int64) to rows of 0 and 1: [..., num_classes], -1 taking one more than the largest class.</summary>
            /// <exception cref="ArgumentException">The classes are not Int64.</exception>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ArgumentException("OneHot input tensor must have elements of type Int64");
                return Native.Call1(one_hot_op, x, num_classes);
            }

            private static readonly Op cross_entropy_op = new("cross_entropy_loss"), nll_loss_op = new("nll_loss_nd"), mse_loss_op = new("mse_loss"),
                l1_loss_op = new("l1_loss"), binary_cross_entropy_op = new("binary_cross_entropy"),
                binary_cross_entropy_with_logits_op = new("binary_cross_entropy_with_logits"), kl_div_op = new("kl_div"), one_hot_op = new("one_hot");
        }
    }
}
