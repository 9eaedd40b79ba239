using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Stochastic gradient descent, the learning rate without a default.</summary>
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent with momentum: v = m v + (1 - d) (g + w p), p = p - lr v.</summary>
    public class SGD : OptimizerHelper, IMomentum
    {
        private static readonly Op add = new("_foreach_add.List"), add_ = new("_foreach_add_.List"), mul_ = new("_foreach_mul_.Scalar");
        private readonly Options defaults;

        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            if (nesterov && (momentum == 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            defaults = new() { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        public double Momentum
        {
            get => defaults.momentum!.Value;
            set => defaults.momentum = value;
        }

        private protected override OptimizerOptions NewOptions() => defaults.Copy();
        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Update(Modules.ParamGroup group, Parameter[] parameters, Tensor[] gradients)
        {
            var options = (Options)group.Options;
            if (options.weight_decay != 0) gradients = Native.CallList(add, gradients, parameters, (Scalar)options.weight_decay!.Value);
            if (options.momentum != 0) gradients = Accelerated(options, StatesOf<State>(parameters), gradients);
            var rate = options.LearningRate!.Value;
            Native.CallList(add_, parameters, gradients, (Scalar)(options.maximize == true ? rate : -rate));
        }

        private static Tensor[] Accelerated(Options options, State[] states, Tensor[] gradients)
        {
            var momentum = (Scalar)options.momentum!.Value;
            var (running, latest) = (new List<Tensor>(), new List<Tensor>());
            for (var i = 0; i < states.Length; i++)
            {
                if (states[i].momentum_buffer is { } buffer)
                {
                    running.Add(buffer);
                    latest.Add(gradients[i]);
                }
                else states[i].Start(gradients[i]);
            }
            if (running.Count > 0)
            {
                Native.CallList(mul_, Arg.List(running), momentum);
                Native.CallList(add_, Arg.List(running), Arg.List(latest), (Scalar)(1 - options.dampening!.Value));
            }
            Tensor[] buffers = [.. states.Select(state => state.momentum_buffer!)];
            return options.nesterov == true ? Native.CallList(add, gradients, buffers, momentum) : buffers;
        }

        public class Options : OptimizerOptions
        {
            public double? momentum, dampening, weight_decay;
            public bool? nesterov, maximize;

            internal Options Copy() => (Options)MemberwiseClone();

            internal override void TakeDefaults(OptimizerOptions defaults)
            {
                base.TakeDefaults(defaults);
                var other = (Options)defaults;
                (momentum, dampening, weight_decay) = (momentum ?? other.momentum, dampening ?? other.dampening, weight_decay ?? other.weight_decay);
                (nesterov, maximize) = (nesterov ?? other.nesterov, maximize ?? other.maximize);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                (momentum, dampening, weight_decay) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
                (nesterov, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
                (nesterov, maximize) = (other.nesterov, other.maximize);
            }
        }

        public class ParamGroup : ParamGroup<Options>, IMomentum
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new() { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
            {
            }

            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            /// <summary>v; null before the first step.</summary>
            public Tensor? momentum_buffer;

            internal void Start(Tensor gradient) => Replace(ref momentum_buffer, gradient.clone());

            public override void Initialize(OptimizerOptions options) => Replace(ref momentum_buffer, null);
            public override void SaveStateDict(BinaryWriter writer) => Save(writer, momentum_buffer);
            public override void LoadStateDict(BinaryReader reader) => Load(reader, ref momentum_buffer);
            public override void LoadStateDict(OptimizerState source) => Replace(ref momentum_buffer, CopyOf(((State)source).momentum_buffer));
            public override bool ApproximatelyEquals(OptimizerState other) => other is State state && Close(momentum_buffer, state.momentum_buffer);
            public override void to(Device device) => Replace(ref momentum_buffer, momentum_buffer?.to(device, copy: true));
            public void Dispose() => momentum_buffer?.Dispose();
        }
    }
}
