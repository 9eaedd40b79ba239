namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Writes the tensor in TorchSharp's format, which is not PyTorch's.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer) => TensorRecord.Write(writer, tensor);

    /// <summary>Writes the tensor in TorchSharp's format and closes the stream.</summary>
    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this torch.Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Fills a tensor from a saved one of the same type and shape, or passes over that.</summary>
    /// <exception cref="ArgumentException">The type or shape differs, or the data are cut short; the tensor is as it was.</exception>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false) => TensorRecord.Guard("tensor", reader, () =>
    {
        var record = TensorRecord.ReadHeader(reader);
        if (skip)
        {
            record.SkipData(reader);
            return;
        }
        record.Demand(tensor, "a tensor");
        TensorRecord.Fill(tensor, record.ReadData(reader));
    });

    /// <summary>Reads a saved tensor; <paramref name="skip"/> passes over its data and returns zeros.</summary>
    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        torch.Tensor? result = null;
        TensorRecord.Guard("tensor", reader, () =>
        {
            var record = TensorRecord.ReadHeader(reader);
            if (skip) record.SkipData(reader);
            var data = skip ? [] : record.ReadData(reader);
            result = torch.zeros(record.Shape, dtype: record.Type);
            if (!skip) TensorRecord.Fill(result, data);
        });
        return result!;
    }
}

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Reads a tensor written by <see cref="TensorExtensionMethods.Save(Tensor, BinaryWriter)"/>.</summary>
        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        public static Tensor Load(string location)
        {
            using var stream = File.OpenRead(location);
            return Load(stream);
        }
    }
}
