using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adam Adam(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(
                IEnumerable<Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Adam (arXiv:1412.6980): steps along m / √v, the running averages of the gradients and of their squares. Weight decay adds to the gradient.</summary>
    public class Adam : OptimizerHelper, IBetas
    {
        private static readonly Op add = new("_foreach_add.List"), add_ = new("_foreach_add_.List"), addScalar_ = new("_foreach_add_.Scalar"),
            mul_ = new("_foreach_mul_.Scalar"), div_ = new("_foreach_div_.Scalar"), neg = new("_foreach_neg"), sqrt = new("_foreach_sqrt"),
            addcmul_ = new("_foreach_addcmul_.Scalar"), addcdiv_ = new("_foreach_addcdiv_.Scalar");
        private readonly Options defaults;

        public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public Adam(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            defaults = new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
            defaults.Demand();
            foreach (var group in parameters) add_param_group(group);
        }

        public (double, double) Betas
        {
            get => defaults.Betas;
            set => defaults.Betas = value;
        }

        private protected override OptimizerOptions NewOptions() => defaults.Copy();
        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Update(Modules.ParamGroup group, Parameter[] parameters, Tensor[] gradients)
        {
            var options = (Options)group.Options;
            if (options.maximize == true) gradients = Native.CallList(neg, Arg.List(gradients));
            if (options.weight_decay != 0) gradients = Native.CallList(add, gradients, parameters, (Scalar)options.weight_decay!.Value);
            Descend(options, parameters, StatesOf<State>(parameters), gradients);
        }

        /// <summary>The step itself, decay apart. Parameters that have taken as many steps go together.</summary>
        internal static void Descend(Options options, Parameter[] parameters, State[] states, Tensor[] gradients)
        {
            var (beta1, beta2) = options.Betas;
            foreach (var state in states) state.step++;
            foreach (var together in Enumerable.Range(0, states.Length).GroupBy(i => states[i].step))
            {
                Arg Of(Func<int, Tensor> part) => Arg.List(together.Select(part));
                var (gradient, average, square) = (Of(i => gradients[i]), Of(i => states[i].exp_avg!), Of(i => states[i].exp_avg_sq!));
                Native.CallList(mul_, average, (Scalar)beta1);
                Native.CallList(add_, average, gradient, (Scalar)(1 - beta1));
                Native.CallList(mul_, square, (Scalar)beta2);
                Native.CallList(addcmul_, square, gradient, gradient, (Scalar)(1 - beta2));
                if (options.amsgrad == true)
                {
                    foreach (var i in together) states[i].KeepMaximum();
                    square = Of(i => states[i].max_exp_avg_sq!);
                }
                var denominator = Native.CallList(sqrt, square);
                Native.CallList(div_, denominator, (Scalar)Math.Sqrt(1 - Math.Pow(beta2, together.Key)));
                Native.CallList(addScalar_, denominator, (Scalar)options.eps!.Value);
                var size = options.LearningRate!.Value / (1 - Math.Pow(beta1, together.Key));
                Native.CallList(addcdiv_, Of(i => parameters[i]), average, denominator, (Scalar)(-size));
            }
        }

        public class Options : OptimizerOptions
        {
            public double? beta1, beta2, weight_decay, eps;
            public bool? amsgrad, maximize;

            internal (double, double) Betas
            {
                get => (beta1!.Value, beta2!.Value);
                set => (beta1, beta2) = value;
            }

            internal Options Copy() => (Options)MemberwiseClone();

            internal void Demand()
            {
                if (LearningRate < 0) throw new ArgumentException($"Invalid learning rate: {LearningRate}");
                if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
                if (beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1: {beta1}");
                if (beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2: {beta2}");
                if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            }

            internal override void TakeDefaults(OptimizerOptions defaults)
            {
                base.TakeDefaults(defaults);
                var other = (Options)defaults;
                (beta1, beta2, eps) = (beta1 ?? other.beta1, beta2 ?? other.beta2, eps ?? other.eps);
                (weight_decay, amsgrad, maximize) = (weight_decay ?? other.weight_decay, amsgrad ?? other.amsgrad, maximize ?? other.maximize);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(beta1!.Value);
                writer.Write(beta2!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(amsgrad!.Value);
                writer.Write(maximize!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                (beta1, beta2, eps, weight_decay) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
                (amsgrad, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (beta1, beta2, eps) = (other.beta1, other.beta2, other.eps);
                (weight_decay, amsgrad, maximize) = (other.weight_decay, other.amsgrad, other.maximize);
            }
        }

        public class ParamGroup : ParamGroup<Options>, IBetas
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
            {
            }

            public (double, double) Betas
            {
                get => Options.Betas;
                set => Options.Betas = value;
            }
        }

        public class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;

            /// <summary>m and v, and with amsgrad the largest v so far.</summary>
            public Tensor? exp_avg, exp_avg_sq, max_exp_avg_sq;

            internal void KeepMaximum() => Replace(ref max_exp_avg_sq, maximum(max_exp_avg_sq!, exp_avg_sq!));

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref exp_avg, zeros_like(_parameter));
                Replace(ref exp_avg_sq, zeros_like(_parameter));
                Replace(ref max_exp_avg_sq, ((Options)options).amsgrad == true ? zeros_like(_parameter) : null);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                exp_avg!.Save(writer);
                exp_avg_sq!.Save(writer);
                Save(writer, max_exp_avg_sq);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                exp_avg!.Load(reader);
                exp_avg_sq!.Load(reader);
                Load(reader, ref max_exp_avg_sq);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                Replace(ref exp_avg, CopyOf(other.exp_avg));
                Replace(ref exp_avg_sq, CopyOf(other.exp_avg_sq));
                Replace(ref max_exp_avg_sq, CopyOf(other.max_exp_avg_sq));
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && step == state.step && Close(exp_avg, state.exp_avg) && Close(exp_avg_sq, state.exp_avg_sq) &&
                Close(max_exp_avg_sq, state.max_exp_avg_sq);

            public override void to(Device device)
            {
                Replace(ref exp_avg, exp_avg!.to(device, copy: true));
                Replace(ref exp_avg_sq, exp_avg_sq!.to(device, copy: true));
                Replace(ref max_exp_avg_sq, max_exp_avg_sq?.to(device, copy: true));
            }

            public void Dispose()
            {
                exp_avg?.Dispose();
                exp_avg_sq?.Dispose();
                max_exp_avg_sq?.Dispose();
            }
        }
    }
}
