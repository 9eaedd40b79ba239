namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new AutoGradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_grad_enabled() => Bridge.ee_grad_mode() != 0;

    public static partial class autograd
    {
        /// <summary>The gradients of outputs with respect to inputs, which are not accumulated anywhere.</summary>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var (roots, leaves, seeds) = (Handles(outputs), Handles(inputs), Handles(grad_outputs));
            fixed (nint* r = roots, l = leaves, s = seeds)
            {
                Bridge.Result* results;
                var count = Native.Check(Bridge.ee_autograd_grad(r, roots.Length, l, leaves.Length, s, seeds.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, &results));
                GC.KeepAlive((outputs, inputs, grad_outputs));
                return [.. Native.TakeAll(count, results)];
            }
        }

        /// <summary>Accumulates the gradients of tensors in the leaves they were computed from.</summary>
        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var (roots, seeds, leaves) = (Handles(tensors), Handles(grad_tensors), Handles(inputs));
            fixed (nint* r = roots, s = seeds, l = leaves)
                Native.Check(Bridge.ee_backward(r, roots.Length, s, seeds.Length,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, l, leaves.Length));
            GC.KeepAlive((tensors, grad_tensors, inputs));
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor>? tensors) => tensors is null ? [] : [.. tensors.Select(tensor => tensor is null ? 0 : tensor.Handle)];
    }

    public partial class Tensor
    {
        public bool is_leaf => Describe().IsLeaf != 0;

        public bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set => Native.Check(Bridge.ee_set_requires_grad(Handle, value ? 1 : 0));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>The accumulated gradient; null before the first backward pass.</summary>
        public Tensor? grad
        {
            get => Native.Check(Bridge.ee_grad(Handle)) is var found && found != 0 ? new Tensor((nint)found) : null;
            set => Native.Check(Bridge.ee_set_grad(Handle, value is null ? 0 : value.Handle));
        }

        public void backward() => backward(null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public Tensor detach() => Native.Call1(Aten.detach, this);
        public Tensor detach_() => Native.Call1(Aten.detach_, this);
    }

    private sealed class AutoGradMode : IDisposable
    {
        private readonly int before = Bridge.ee_grad_mode();

        public AutoGradMode(bool enabled) => Bridge.ee_set_grad_mode(enabled ? 1 : 0);
        public void Dispose() => Bridge.ee_set_grad_mode(before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint guard = Bridge.ee_enter_inference(enabled ? 1 : 0);

        // libtorch's guard belongs to its thread, so that the finaliser must not end it.
        public void Dispose()
        {
            if (guard != 0) Bridge.ee_leave_inference(guard);
            guard = 0;
        }
    }
}
