using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Views, copies and conversions.
    public partial class Tensor
    {
        public Tensor reshape(params long[] shape) => Call1(Aten.reshape, this, shape);
        public Tensor view(params long[] shape) => Call1(Aten.view, this, shape);
        public Tensor view_as(Tensor other) => view(other.shape);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Call1(Aten.flatten, this, start_dim, end_dim);
        public Tensor squeeze(long? dim = null) => dim is { } d ? Call1(Aten.squeeze_dim, this, d) : Call1(Aten.squeeze, this);
        public Tensor unsqueeze(long dim) => Call1(Aten.unsqueeze, this, dim);
        public Tensor transpose(long dim0, long dim1) => Call1(Aten.transpose, this, dim0, dim1);
        public Tensor t() => Call1(Aten.t, this);
        public Tensor T => permute([.. Enumerable.Range(0, (int)ndim).Reverse().Select(d => (long)d)]);
        public Tensor mT => transpose(-2, -1);
        public Tensor permute(params long[] permutation) => Call1(Aten.permute, this, permutation);
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());
        public Tensor expand(long[] sizes, bool isImplicit = false) => Call1(Aten.expand, this, sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);
        public Tensor expand(params long[] sizes) => expand(sizes, false);
        public Tensor expand_as(Tensor other) => expand(other.shape);
        public Tensor repeat(params long[] sizes) => Call1(Aten.repeat, this, sizes);
        public Tensor flip(params long[] dims) => Call1(Aten.flip, this, dims);
        public Tensor narrow(long dim, long start, long length) => Call1(Aten.narrow, this, dim, start, length);
        public Tensor select(long dim, long index) => Call1(Aten.select, this, dim, index);
        public Tensor diag(long diagonal = 0) => Call1(Aten.diag, this, diagonal);
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Call1(Aten.diagonal, this, offset, dim1, dim2);
        public Tensor tril(long diagonal = 0) => Call1(Aten.tril, this, diagonal);
        public Tensor triu(long diagonal = 0) => Call1(Aten.triu, this, diagonal);

        public Tensor slice(long dim, long start, long finish, long step) => step >= 1
            ? Call1(Aten.slice, this, dim, start, finish, step)
            : throw new ArgumentException($"step is {step}, but it should always be positive.");

        public Tensor[] split(long size, int dim = 0) => CallList(Aten.split, this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => CallList(Aten.split_sizes, this, sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);
        public Tensor[] split(params long[] sizes) => split(sizes, 0L);
        public Tensor[] chunk(long chunks, long dim = 0L) => CallList(Aten.chunk, this, chunks, dim);
        public Tensor[] unbind(long dimension = 0L) => CallList(Aten.unbind, this, dimension);

        public Tensor contiguous() => Call1(Aten.contiguous, this);
        public Tensor clone() => Call1(Aten.clone, this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace(Aten.copy_, this, source, nonBlocking);

        public Tensor cpu() => to(DeviceType.CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false)
        {
            if (device is not null && device.type != DeviceType.CUDA) throw new ArgumentException("Not a CUDA device.", nameof(device));
            return to(DeviceType.CUDA, device?.index ?? -1, non_blocking: non_blocking);
        }

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(null, InitializeDevice(new Device(deviceType, deviceIndex)), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(type, InitializeDevice(device), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Call1(Aten.to_dtype, this, type, non_blocking, copy), disposeAfter);

        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);
        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor @short() => to_type(ScalarType.Int16);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);

        // The arguments between dtype and device are the layout, and after it pinning, which stay as they are.
        private Tensor Moved(ScalarType? type, Device device, bool copy, bool disposeAfter, bool non_blocking) =>
            After(Call1(Aten.to_device, this, type, default, device, default, non_blocking, copy), disposeAfter);

        private Tensor After(Tensor result, bool disposeAfter)
        {
            if (disposeAfter) Dispose();
            return result;
        }
    }

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Call1(Aten.cat, Arg.List(tensors), dim);
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Call1(Aten.cat, tensors, dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Call1(Aten.stack, Arg.List(tensors), dim);
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0L) => tensor.split(split_size_or_sections, dim);
    public static Tensor[] unbind(Tensor input, long dim = 0L) => input.unbind(dim);
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);
    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);
}
