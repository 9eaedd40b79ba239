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

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.Call1(mse_loss_op, input, target, (long)reduction);

            /// <summary>Classes of any shape (Int64) to rows of 0 and 1: [..., num_classes], -1 taking one more than the largest class.</summary>
            /// <exception cref="ArgumentException">The classes are not Int64.</exception>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ArgumentException("OneHot input tensor must have elements of type Int64");
                return Native.Call1(one_hot_op, x, num_classes);
            }

            private static readonly Op cross_entropy_op = new("cross_entropy_loss"), mse_loss_op = new("mse_loss"), one_hot_op = new("one_hot");
        }
    }
}
