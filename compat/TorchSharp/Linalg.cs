using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static class linalg
    {
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => Call1(Aten.linalg_norm_ord, input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Call1(Aten.linalg_norm, input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Call1(Aten.linalg_norm, input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Call1(Aten.linalg_norm, input, default, dims, keepdim);
        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) => Call1(Aten.vector_norm, input, ord, dims, keepdim);
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) => Call1(Aten.matrix_norm_ord, input, ord, dims ?? [-2, -1], keepdim);
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Call1(Aten.matrix_norm, input, ord, dims ?? [-2, -1], keepdim);

        public static Tensor svdvals(Tensor input) => Call1(Aten.svdvals, input);
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Call1(Aten.eigvalsh, input, UPLO.ToString());
    }

    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Call1(Aten.matmul, this, target);
        public Tensor mm(Tensor target) => Call1(Aten.mm, this, target);
        public Tensor bmm(Tensor batch2) => Call1(Aten.bmm, this, batch2);
        public Tensor mv(Tensor target) => Call1(Aten.mv, this, target);
        public Tensor dot(Tensor target) => Call1(Aten.dot, this, target);
        public Tensor outer(Tensor vec2) => Call1(Aten.outer, this, vec2);
    }

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);
}
