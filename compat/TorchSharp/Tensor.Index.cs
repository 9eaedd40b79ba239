using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Picking and placing elements.
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => Selected(indices);
            set => Place(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => Selected([i1]);
            set => Place(value, [i1]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => Selected([i1, i2]);
            set => Place(value, [i1, i2]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => Selected([i1, i2, i3]);
            set => Place(value, [i1, i2, i3]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => Selected([i1, i2, i3, i4]);
            set => Place(value, [i1, i2, i3, i4]);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (viewed, picks) = View(indices);
            if (picks is null) return viewed;
            var picked = Call1(Aten.index, viewed, Arg.Optional(picks));
            viewed.Dispose();
            return picked;
        }

        public Tensor index(params Tensor[] indices) => index([.. indices.Select(TensorIndex.Tensor)]);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, [.. indices.Select(TensorIndex.Tensor)], accumulate);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (viewed, picks) = View(indices);
            if (picks is not null) InPlace(Aten.index_put_, viewed, Arg.Optional(picks), value, accumulate);
            else if (accumulate) viewed.add_(value);
            else viewed.copy_(value);
            viewed.Dispose();
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filled = full(Array.Empty<long>(), value, dtype, device);
            return index_put_(filled, indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, [.. indices.Select(TensorIndex.Tensor)]);

        public Tensor index_select(long dim, Tensor index) => Call1(Aten.index_select, this, dim, index);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Call1(Aten.index_add, this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => InPlace(Aten.index_add_, this, dim, index, source, alpha);
        public Tensor gather(long dim, Tensor index) => Call1(Aten.gather, this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Call1(Aten.scatter, this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace(Aten.scatter_, this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Call1(Aten.scatter_add, this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace(Aten.scatter_add_, this, dim, index, src);
        public Tensor masked_fill(Tensor mask, Scalar value) => Call1(Aten.masked_fill, this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(Aten.masked_fill_, this, mask, value);
        public Tensor masked_select(Tensor mask) => mask.dtype == ScalarType.Bool
            ? Call1(Aten.masked_select, this, mask)
            : throw new ArgumentException("The mask tensor must be Boolean.");
        public Tensor nonzero() => Call1(Aten.nonzero, this);
        public Tensor fill_(Scalar value) => InPlace(Aten.fill_, this, value);
        public Tensor zero_() => InPlace(Aten.zero_, this);

        /// <summary>This where the condition holds, <paramref name="y"/> elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => condition.dtype == ScalarType.Bool
            ? Call1(Aten.where, condition, this, y)
            : throw new ArgumentException("The condition to 'where' must be a boolean tensor.");

        // Steps through the leading dimensions; what lies on the way is released.
        private Tensor Selected(long[] indices)
        {
            var at = select(0, indices[0]);
            foreach (var i in indices.AsSpan(1)) at = Replace(at, at.select(0, i));
            return at;
        }

        private void Place(Tensor value, long[] indices)
        {
            using var place = Selected(indices);
            place.copy_(value);
        }

        private static Tensor Replace(Tensor old, Tensor fresh)
        {
            old.Dispose();
            return fresh;
        }

        // The view that slices, numbers, new dimensions and the ellipsis select, and the tensors that pick along its dimensions, if any.
        private (Tensor View, Tensor?[]? Picks) View(TensorIndex[] indices)
        {
            var taken = indices.Sum(Consumed);
            var rank = (int)ndim;
            if (taken > rank) throw new ExternalException($"too many indices for tensor of dimension {rank}");
            Tensor?[] picks = [];
            var at = alias();
            var dim = 0;
            foreach (var index in indices)
            {
                switch (index.kind)
                {
                    case TensorIndex.Kind.Single:
                        at = Replace(at, at.select(dim, index.start ?? 0));
                        break;
                    case TensorIndex.Kind.Slice:
                        if (index.step is < 1) throw new ArgumentException($"step is {index.step}, but it should always be positive.");
                        at = Replace(at, Call1(Aten.slice, at, dim, index.start, index.stop, index.step ?? 1));
                        dim++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim += rank - taken;
                        break;
                    case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                        at = Replace(at, at.unsqueeze(dim));
                        dim++;
                        break;
                    case TensorIndex.Kind.Bool:
                        at = Replace(at, at.unsqueeze(dim));
                        Pick(torch.tensor(new[] { index.start != 0 }));
                        dim++;
                        break;
                    case TensorIndex.Kind.Tensor:
                        Pick(index.tensor!);
                        // By one even for a mask of several dimensions: so does PyTorch.
                        dim++;
                        break;
                }
            }
            return (at, picks.Length == 0 ? null : picks);

            void Pick(Tensor tensor)
            {
                Array.Resize(ref picks, dim + 1);
                // Before 2.0, libtorch takes no indices of fewer bits.
                picks[dim] = tensor.dtype is ScalarType.Int32 or ScalarType.Int16 ? tensor.to_type(ScalarType.Int64) : tensor;
            }
        }

        // How many dimensions of the tensor an index stands for; a mask for as many as it has itself.
        private static int Consumed(TensorIndex index) => index.kind switch
        {
            TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
            TensorIndex.Kind.Tensor => index.tensor!.dtype is ScalarType.Bool or ScalarType.Byte ? (int)index.tensor.ndim : 1,
            _ => 0,
        };
    }

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);
    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);
    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);
    public static Tensor nonzero(Tensor input) => input.nonzero();
}
