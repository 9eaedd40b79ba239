using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Walks over the tree. Names are paths with dots; a tensor or module shared by two places is met once per walk,
        // except by named_modules, which like TorchSharp's lists the children before what lies below them.
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() => submodules.Select(child => (child.Key, child.Value));

            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>Every module below this one, without this one.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(Below(child => child.named_modules()));

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Distinct(ownParameters.Select(own => (own.Key, own.Value)), recurse, child => child.named_parameters());

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>The persistent buffers. <paramref name="include_nonpersistent"/> changes nothing, as in TorchSharp.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                Distinct(
                    ownBuffers.Where(own => own.Value.Persistent).Select(own => (own.Key, own.Value.Tensor)),
                    recurse,
                    child => child.named_buffers(true, include_nonpersistent));

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>The parameter at a path such as "block1.conv.weight", or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                ownParameters.TryGetValue(target, out var own) ? own : OnPath(target, (child, rest) => child.get_parameter(rest));

            /// <summary>The buffer at a path such as "block1.norm.running_mean", or null.</summary>
            public virtual Tensor? get_buffer(string target) =>
                ownBuffers.TryGetValue(target, out var own) ? own.Tensor : OnPath(target, (child, rest) => child.get_buffer(rest));

            private T? OnPath<T>(string target, Func<Module, string, T?> find) where T : class
            {
                var dot = target.IndexOf('.');
                if (dot < 0) return null;
                var child = named_children().FirstOrDefault(entry => entry.name == target[..dot]).module;
                return child is null ? null : find(child, target[(dot + 1)..]);
            }

            private IEnumerable<(string, T)> Below<T>(Func<Module, IEnumerable<(string, T)>> of) =>
                from child in named_children()
                from entry in of(child.module)
                select ($"{child.name}.{entry.Item1}", entry.Item2);

            private IEnumerable<(string, T)> Distinct<T>(
                IEnumerable<(string, T)> own, bool recurse, Func<Module, IEnumerable<(string, T)>> of) where T : Tensor
            {
                // By reference: Equals of two tensors compares their values.
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var entry in recurse ? own.Concat(Below(of)) : own)
                {
                    if (!entry.Item2.IsInvalid && seen.Add(entry.Item2)) yield return entry;
                }
            }
        }
    }
}
