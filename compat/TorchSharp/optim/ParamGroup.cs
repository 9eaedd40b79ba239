using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>The settings of a group of parameters. What is null is taken from the optimiser's own.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    internal virtual void TakeDefaults(OptimizerOptions defaults) => LearningRate ??= defaults.LearningRate;

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader) => (InitialLearningRate, LearningRate) = (reader.ReadDouble(), reader.ReadDouble());

    public virtual void LoadStateDict(OptimizerOptions source) =>
        (InitialLearningRate, LearningRate) = (source.InitialLearningRate, source.LearningRate);
}

/// <summary>What an optimiser remembers of a parameter from step to step.</summary>
public abstract class OptimizerState(Parameter parameter)
{
    protected readonly Parameter _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);
    public abstract void SaveStateDict(BinaryWriter writer);
    public abstract void LoadStateDict(BinaryReader reader);
    public abstract void LoadStateDict(OptimizerState source);
    public abstract bool ApproximatelyEquals(OptimizerState other);
    public abstract void to(Device device);

    /// <summary>Puts a tensor in the place of another, for longer than any dispose scope.</summary>
    private protected static void Replace(ref Tensor? field, Tensor? value)
    {
        if (ReferenceEquals(field, value)) return;
        field?.Dispose();
        field = value?.DetachFromDisposeScope();
    }

    private protected static void Save(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected void Load(BinaryReader reader, ref Tensor? field)
    {
        if (!reader.ReadBoolean()) Replace(ref field, null);
        else
        {
            if (field is null) Replace(ref field, zeros_like(_parameter));
            field!.Load(reader);
        }
    }

    private protected Tensor? CopyOf(Tensor? tensor) => tensor?.to(_parameter.device, copy: true);

    private protected static bool Close(Tensor? one, Tensor? other) => one is null || (other is not null && one.allclose(other));
}

/// <summary>Parameters that are optimised with the same settings.</summary>
public class ParamGroup : ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];
    public OptimizerOptions Options { get; set; } = null!;

    public double LearningRate
    {
        get => Options.LearningRate!.Value;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

/// <summary>Parameters with the settings of a particular optimiser.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null) => (Parameters, base.Options) = (parameters, options!);

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
