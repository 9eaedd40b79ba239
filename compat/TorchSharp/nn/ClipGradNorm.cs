using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
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
        }
    }
}
