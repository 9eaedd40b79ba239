using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Over all elements or over dimensions.
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Call1(Aten.sum, this, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Call1(Aten.sum_dim, this, dim, keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);
        public Tensor mean() => Call1(Aten.mean, this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Call1(Aten.mean_dim, this, dimensions, keepdim, type);
        public Tensor prod(ScalarType? type = null) => Call1(Aten.prod, this, type);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Call1(Aten.prod_dim, this, dim, keepdim, type);

        public Tensor max() => Call1(Aten.max, this);
        public Tensor max(Tensor other) => maximum(other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Call2(Aten.max_dim, this, dim, keepdim);
        public Tensor min() => Call1(Aten.min, this);
        public Tensor min(Tensor other) => minimum(other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Call2(Aten.min_dim, this, dim, keepdim);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Call1(Aten.amax, this, dims, keepdim) : Call1(Aten.amax_out, this, dims, keepdim, @out);
        public Tensor amax(params long[] dims) => amax(dims, false, null);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Call1(Aten.amin, this, dims, keepdim) : Call1(Aten.amin_out, this, dims, keepdim, @out);
        public Tensor amin(params long[] dims) => amin(dims, false, null);
        public Tensor argmax() => Call1(Aten.argmax, this);
        public Tensor argmax(long dim, bool keepdim = false) => Call1(Aten.argmax, this, dim, keepdim);
        public Tensor argmin() => Call1(Aten.argmin, this);
        public Tensor argmin(long dim, bool keepdim = false) => Call1(Aten.argmin, this, dim, keepdim);
        public Tensor any() => Call1(Aten.any, this);
        public Tensor any(long dim, bool keepdim = false) => Call1(Aten.any_dim, this, dim, keepdim);
        public Tensor all() => Call1(Aten.all, this);
        public Tensor all(long dim, bool keepdim = false) => Call1(Aten.all_dim, this, dim, keepdim);
        public Tensor count_nonzero(long[]? dims = null) => Call1(Aten.count_nonzero, this, dims ?? []);

        public Tensor std(bool unbiased = true) => Call1(Aten.std, this, unbiased);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Call1(Aten.std_dim, this, dimensions, unbiased, keepdim), type);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);
        public Tensor var(bool unbiased = true) => Call1(Aten.var, this, unbiased);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Call1(Aten.var_dim, this, dimensions, unbiased, keepdim), type);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);

        public Tensor norm(float p = 2.0f) => Call1(Aten.norm, this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Call1(Aten.norm_dim, this, p, new long[] { dim }, keepdim);
        public Tensor logsumexp(long dim, bool keepdim = false) => Call1(Aten.logsumexp, this, new[] { dim }, keepdim);
        public Tensor median() => Call1(Aten.median, this);
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Call1(Aten.quantile, this, q, dim, keepdim);
        public Tensor cumsum(long dim, ScalarType? type = null) => Call1(Aten.cumsum, this, dim, type);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Call2(Aten.topk, this, k, dim, largest, sorted);
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => Call2(Aten.sort, this, stable, dim, descending);
        public Tensor argsort(long dim = -1, bool descending = false) => Call1(Aten.argsort, this, dim, descending);

        private static Tensor Typed(Tensor result, ScalarType? type) => type is { } t ? result.to_type(t) : result;
    }
}
