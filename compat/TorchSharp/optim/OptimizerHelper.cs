using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// What all optimisers share: groups of parameters, a state for each parameter, and both in a file. A group is updated
/// as lists of tensors, one call of libtorch for all its parameters.
/// </summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    private protected abstract OptimizerOptions NewOptions();
    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>One update of some of a group's parameters, all of which have gradients; gradients are off.</summary>
    private protected abstract void Update(ParamGroup group, Parameter[] parameters, Tensor[] gradients);

    private protected TState[] StatesOf<TState>(IEnumerable<Parameter> parameters) where TState : OptimizerState =>
        [.. parameters.Select(parameter => (TState)states[parameter])];

    public override void add_param_group(ParamGroup param_group)
    {
        param_group.Options ??= NewOptions();
        param_group.Options.TakeDefaults(NewOptions());
        param_group.Options.InitialLearningRate = param_group.LearningRate;
        param_group.Parameters = [.. param_group.Parameters];
        groups.Add(param_group);
        foreach (var parameter in param_group.Parameters)
        {
            var state = NewState(parameter);
            state.Initialize(param_group.Options);
            states[parameter] = state;
        }
    }

    public override Tensor step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var _ = enable_grad();
            loss = closure();
        }
        using var off = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in groups)
        {
            List<Parameter> parameters = [];
            List<Tensor> gradients = [];
            foreach (var parameter in group.Parameters)
            {
                if (parameter.grad is not { } gradient) continue;
                parameters.Add(parameter);
                gradients.Add(gradient);
            }
            if (parameters.Count > 0) Update(group, [.. parameters], [.. gradients]);
        }
        return loss!;
    }

    /// <summary>Moves the states to a device, where the parameters are to be.</summary>
    public void to(Device device)
    {
        foreach (var state in states.Values) state.to(device);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var state in states.Values) (state as IDisposable)?.Dispose();
        states.Clear();
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in groups)
        {
            dictionary.Options.Add(group.Options);
            dictionary.StateIndexRef.Add([.. group.Parameters.Select((_, i) => dictionary.State.Count + i)]);
            dictionary.State.AddRange(group.Parameters.Select(parameter => states[parameter]));
        }
        return dictionary;
    }

    /// <exception cref="ArgumentException">The number of groups or of parameters differs.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        Demand(own, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (mine, other) in own.Options.Zip(state_dict.Options))
            if (mine != other) mine.LoadStateDict(other);
        foreach (var (mine, other) in own.State.Zip(state_dict.State))
            if (mine != other) mine.LoadStateDict(other);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Writes the optimiser's name, the two counts, the settings and the states, bit for bit.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Encode(own.Options.Count);
        writer.Encode(own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Reads what <see cref="save_state_dict(BinaryWriter)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is another optimiser's.</exception>
    /// <exception cref="ArgumentException">The numbers of groups or parameters or a shape differs, or the data are cut short or corrupt.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        TensorRecord.Guard("optimizer state", reader, () =>
        {
            var (mine, found) = (GetType().Name, reader.ReadString());
            if (found != mine) throw new InvalidDataException($"Mismatched optimizer type: expected '{mine}', but found '{found}' in the loaded stream.");
            var own = state_dict();
            Demand(own, reader.Decode(), reader.Decode());
            foreach (var options in own.Options) options.LoadStateDict(reader);
            foreach (var state in own.State) state.LoadStateDict(reader);
        });
    }

    private static void Demand(StateDictionary own, long options, long states)
    {
        if (options != own.Options.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of parameter groups: found {options}, expected {own.Options.Count}.");
        if (states != own.State.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of states: found {states}, expected {own.State.Count}.");
    }
}
