using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            private static readonly Op set_data = new("set_data");

            /// <summary>Scales the gradients in place so that their common norm is at most max_norm, and returns the norm they had.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var gradients = tensors.Select(parameter => parameter.grad).OfType<Tensor>().ToArray();
                if (gradients.Length == 0) return 0;
                var total = double.IsPositiveInfinity(norm_type)
                    ? stack(gradients.Select(gradient => gradient.abs().max())).max()
                    : stack(gradients.Select(gradient => gradient.norm((float)norm_type))).norm((float)norm_type);
                var factor = (max_norm / (total + 1e-6)).clamp_max(1);
                foreach (var gradient in gradients) gradient.mul_(factor);
                return total.ToDouble();
            }

            /// <summary>All elements one after the other, as a new tensor.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.reshape(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>Makes the parameters views of consecutive parts of a vector, whose memory they then share.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var start = 0L;
                foreach (var parameter in tensors)
                {
                    var count = parameter.numel();
                    Native.CallList(set_data, parameter, vec.narrow(0, start, count).view(parameter.shape));
                    start += count;
                }
            }
        }
    }
}
