using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The state of a tree by name, in memory and in TorchSharp's file format:
        // LEB128 count, then per entry the name (as BinaryWriter writes a string) and the tensor's record (TensorRecord).
        public partial class Module
        {
            /// <summary>The parameters and then the buffers of the whole tree by path; the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string At(string key) => string.IsNullOrEmpty(prefix) ? key : $"{prefix}.{key}";
                foreach (var (key, parameter) in named_parameters()) destination.TryAdd(At(key), parameter);
                foreach (var (key, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(At(key), buffer);
                // The walks above list a shared tensor once; its other names follow here.
                foreach (var (key, child) in named_children()) child.state_dict(destination, At(key));
                return destination;
            }

            /// <summary>Copies values by name into this tree's tensors.</summary>
            /// <exception cref="InvalidOperationException">The names differ and <paramref name="strict"/> is set.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var destination = state_dict();
                List<string> Only(Dictionary<string, Tensor> here, Dictionary<string, Tensor> there) =>
                    [.. here.Keys.Where(key => !there.ContainsKey(key) && skip?.Contains(key) != true)];
                var (missing, unexpected) = (Only(destination, source), Only(source, destination));
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary." +
                        $" Missing: {Few(missing)}. Unexpected: {Few(unexpected)}.");

                using var _ = no_grad();
                foreach (var (key, value) in source)
                {
                    if (skip?.Contains(key) != true && destination.TryGetValue(key, out var target)) target.copy_(value);
                }
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes the state and closes the stream.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip?.Contains(entry.Key) != true).ToList();
                writer.Encode(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            /// <exception cref="FileNotFoundException">There is no such file.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException($"There is no file {location} to load a module from.", location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads a state and closes the stream.</summary>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>
            /// Reads a state written by <see cref="save(BinaryWriter, IList{string})"/>. A state that cannot be read as a whole
            /// leaves this module as it was.
            /// </summary>
            /// <param name="reader">Positioned at the count of entries.</param>
            /// <param name="strict">Demands the same names on both sides.</param>
            /// <param name="skip">Names of entries to leave alone.</param>
            /// <param name="loadedParameters">Receives each name of the file, and whether the module has it.</param>
            /// <exception cref="ArgumentException">Names, types or shapes differ, or the data are cut short or corrupt.</exception>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var targets = state_dict();
                var read = new Dictionary<string, (Tensor Target, byte[] Data)>();
                TensorRecord.Guard("module", reader, () =>
                {
                    var count = reader.Decode();
                    if (strict && count != targets.Count)
                        throw new ArgumentException($"Mismatched state_dict sizes: expected {targets.Count}, but found {count} entries.");
                    for (var i = 0L; i < count; i++)
                    {
                        var key = reader.ReadString();
                        var target = targets.GetValueOrDefault(key);
                        if (strict && target is null)
                            throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                        var record = TensorRecord.ReadHeader(reader);
                        if (target is null || skip?.Contains(key) == true) record.SkipData(reader);
                        else
                        {
                            record.Demand(target, key);
                            if (!read.TryAdd(key, (target, record.ReadData(reader)))) throw new ArgumentException($"The entry '{key}' stands twice in the state.");
                        }
                        loadedParameters?.Add(key, target is not null);
                    }
                });
                foreach (var (target, data) in read.Values) TensorRecord.Fill(target, data);
                return this;
            }

            private static string Few(List<string> keys) =>
                keys.Count == 0 ? "none" : string.Join(", ", keys.Take(5)) + (keys.Count > 5 ? $" and {keys.Count - 5} more" : "");
        }
    }
}
