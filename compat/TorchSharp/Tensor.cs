using System.Runtime.InteropServices;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A handle to a libtorch tensor. Released on Dispose, with its dispose scope, or by the garbage collector.</summary>
    public partial class Tensor : IDisposable
    {
        // What a tensor costs beside its elements: libtorch's own objects and its node of the autograd graph.
        private const long Overhead = 512;

        private static long totalCount, peakCount;
        private readonly long nativeBytes;
        private nint handle;

        internal Tensor(nint handle, long bytes = 0)
        {
            (this.handle, nativeBytes) = (handle, bytes + Overhead);
            NativeMemory.Add(nativeBytes);
            var count = Interlocked.Increment(ref totalCount);
            if (count > peakCount) peakCount = count;
            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
        }

        /// <summary>Takes over the native tensor of another object and its place in a scope: a Parameter made of a Tensor.</summary>
        internal Tensor(Tensor source)
        {
            (handle, nativeBytes) = (source.Handle, source.nativeBytes);
            source.handle = 0;
            GC.SuppressFinalize(source);
            if (source.OwningDisposeScope is not { } scope) return;
            (source.OwningDisposeScope, OwningDisposeScope) = (null, scope);
            scope.Disposables.Remove(source);
            scope.Disposables.Add(this);
        }

        private Tensor() => GC.SuppressFinalize(this);

        /// <summary>What stands for a result that was not computed: a tensor that is invalid from the start.</summary>
        internal static Tensor Undefined() => new();

        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>A name for debugging.</summary>
        public string? name { get; set; }

        public static long TotalCount => totalCount;
        public static long PeakCount => peakCount;

        public bool IsInvalid => handle == 0;

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, 0);
            if (released == 0) return;
            NativeMemory.Remove(nativeBytes);
            Interlocked.Decrement(ref totalCount);
            DisposeScopeManager.ThreadSingleton.DisposingOnCurrentScope(this);
            Bridge.ee_release(released);
            // A finalizer must not throw: its tensor is unreachable, and so is the scope that held it.
            if (disposing) OwningDisposeScope?.MarkAsDisposed(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null) other?.Attach(this);
            else OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        /// <summary>A second handle of the same native tensor.</summary>
        public Tensor alias() => new((nint)Bridge.ee_alias(Handle));

        internal unsafe Bridge.Description Describe()
        {
            Bridge.Description description;
            Native.Check(Bridge.ee_describe(Handle, &description), "describe");
            return description;
        }

        public long Dimensions => Describe().Rank;
        public long dim() => Dimensions;
        public long ndim => Dimensions;
        public long NumberOfElements => Describe().Elements;
        public long numel() => NumberOfElements;
        public long ElementSize => Describe().ElementSize;
        public long element_size() => ElementSize;
        public ScalarType dtype => (ScalarType)Describe().Dtype;
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);

        public DeviceType device_type => (DeviceType)Describe().DeviceType;
        public int device_index => Describe().DeviceIndex;
        public Device device => device_type is var type && type == DeviceType.CPU ? new Device(type) : new Device(type, device_index);
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_cpu() => device_type == DeviceType.CPU;

        public long[] shape => Copied(d => d.Sizes);
        public long[] size() => shape;
        public long size(int dim) => shape[Wrap(dim)];
        public long[] stride() => Copied(d => d.Strides);
        public long stride(int dim) => stride()[Wrap(dim)];
        public long storage_offset() => Describe().Offset;
        public bool is_contiguous() => Describe().Contiguous != 0;

        private delegate ReadOnlySpan<long> Part(Bridge.Description description);

        // The description points into the native tensor, which must stay alive until it has been copied.
        private long[] Copied(Part part)
        {
            var copy = part(Describe()).ToArray();
            GC.KeepAlive(this);
            return copy;
        }

        private int Wrap(int dim)
        {
            var rank = (int)Dimensions;
            if (dim < -Math.Max(rank, 1) || dim >= Math.Max(rank, 1))
                throw new ExternalException($"Dimension out of range (expected to be in range of [{-Math.Max(rank, 1)}, {Math.Max(rank, 1) - 1}], but got {dim})");
            return dim < 0 ? dim + rank : dim;
        }

        public bool is_nonzero()
        {
            if (numel() != 1) throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");
            return Native.CallBool(Aten.is_nonzero, this);
        }

        /// <summary>The value of a tensor of one element, whatever its dtype.</summary>
        public Scalar ToScalar()
        {
            var (kind, bits) = Native.CallScalar(Aten.item, this);
            return new Scalar(kind, bits);
        }

        /// <summary>The value of a tensor of one element, of exactly its dtype.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        /// <summary>The elements, in memory shared with the tensor where that is on the CPU.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        internal void ValidateType(Type type)
        {
            if (type != ClrType(dtype)) throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }

        internal unsafe void* DataPointer()
        {
            var data = (void*)Bridge.ee_data(Handle);
            if (data == null && NumberOfElements > 0) throw new ExternalException($"data: {Bridge.Error}");
            return data;
        }

        /// <summary>The raw elements of a contiguous tensor on the CPU; valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                var total = NumberOfElements * ElementSize;
                if (total > int.MaxValue) throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                return new Span<byte>(DataPointer(), (int)total);
            }
            set
            {
                if (!is_contiguous()) throw new InvalidOperationException("SetBytes() called on non-contiguous tensor.");
                if (NumberOfElements * ElementSize != value.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(bytes);
            }
        }

        /// <summary>Equal values, unlike <c>==</c>, which compares element by element.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public bool Equals(Tensor target) => target is not null && Native.CallBool(Aten.equal, this, target);

        public override int GetHashCode() => base.GetHashCode();
    }
}
