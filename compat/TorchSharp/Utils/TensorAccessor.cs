using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in CPU memory, in logical order, in place: writes go to the tensor.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly T* data;
    private readonly long[] shape, strides;
    private readonly bool contiguous;
    private Tensor? tensor;

    internal TensorAccessor(Tensor tensor)
    {
        (this.tensor, shape, strides, contiguous) = (tensor, tensor.shape, tensor.stride(), tensor.is_contiguous());
        Count = tensor.NumberOfElements;
        data = (T*)tensor.DataPointer();
    }

    public long Count { get; }
    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = *Place(indices);
            GC.KeepAlive(this);
            return value;
        }
        set
        {
            *Place(indices) = value;
            GC.KeepAlive(this);
        }
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>An array of the tensor's rank and shape; of one element for a tensor without dimensions.</summary>
    public Array ToNDArray()
    {
        if (shape.Length <= 1) return ToArray();
        var array = Array.CreateInstance(typeof(T), shape);
        fixed (byte* place = &System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array))
            CopyTo(new Span<T>(place, checked((int)Count)));
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (contiguous) new ReadOnlySpan<T>(data + tensorIndex, count).CopyTo(target);
        else for (var i = 0; i < count; i++) target[i] = data[Offset(tensorIndex + i)];
        GC.KeepAlive(this);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.Count == right.Count && left.SequenceEqual(right);
    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;
    public override int GetHashCode() => (nint)data is var place ? place.GetHashCode() : 0;

    /// <summary>Lets go of the tensor, without disposing it.</summary>
    public void Dispose() => tensor = null;

    private T At(long index)
    {
        var value = data[Offset(index)];
        GC.KeepAlive(tensor);
        return value;
    }

    private T* Place(long[] indices)
    {
        if (indices.Length == 1)
        {
            if (indices[0] < 0 || indices[0] >= Count) throw new IndexOutOfRangeException($"{indices[0]} in a tensor of {Count} elements");
            return data + Offset(indices[0]);
        }
        long offset = 0;
        for (var d = 0; d < shape.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= shape[d]) throw new IndexOutOfRangeException($"{indices[d]} >= {shape[d]} in dimension {d}.");
            offset += indices[d] * strides[d];
        }
        return data + offset;
    }

    // Where in memory the element is that comes at `index` in logical order.
    private long Offset(long index)
    {
        if (contiguous) return index;
        long offset = 0;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            (index, var along) = Math.DivRem(index, shape[d]);
            offset += along * strides[d];
        }
        return offset;
    }
}
