namespace TorchSharp;

/// <summary>The operators of libtorch that Tensor and the factories use. A trailing underscore is libtorch's sign for in place.</summary>
internal static partial class Aten
{
    // Element by element, one argument.
    public static readonly Op
        abs = new("abs"), abs_ = new("abs_"), neg = new("neg"), neg_ = new("neg_"), exp = new("exp"), exp_ = new("exp_"),
        log = new("log"), log_ = new("log_"), log1p = new("log1p"), log2 = new("log2"),
        sqrt = new("sqrt"), sqrt_ = new("sqrt_"), rsqrt = new("rsqrt"), reciprocal = new("reciprocal"), sign = new("sign"),
        floor = new("floor"), ceil = new("ceil"), round = new("round.decimals"),
        sin = new("sin"), cos = new("cos"),
        tanh = new("tanh"), tanh_ = new("tanh_"), sigmoid = new("sigmoid"), sigmoid_ = new("sigmoid_"),
        relu = new("relu"), relu_ = new("relu_"), erf = new("erf"), isnan = new("isnan"), isinf = new("isinf"), isfinite = new("isfinite"),
        logical_not = new("logical_not"), bitwise_not = new("bitwise_not");

    // Element by element, two arguments or more.
    public static readonly Op
        add = new("add.Tensor"), add_Scalar = new("add.Scalar"), add_ = new("add_.Tensor"), add__Scalar = new("add_.Scalar"),
        sub = new("sub.Tensor"), sub_Scalar = new("sub.Scalar"), sub_ = new("sub_.Tensor"), sub__Scalar = new("sub_.Scalar"),
        mul = new("mul.Tensor"), mul_Scalar = new("mul.Scalar"), mul_ = new("mul_.Tensor"), mul__Scalar = new("mul_.Scalar"),
        div = new("div.Tensor_mode"), div_Scalar = new("div.Scalar_mode"), div_ = new("div_.Tensor_mode"), div__Scalar = new("div_.Scalar_mode"),
        remainder = new("remainder.Tensor"), remainder_Scalar = new("remainder.Scalar"),
        pow = new("pow.Tensor_Tensor"), pow_Scalar = new("pow.Tensor_Scalar"), pow_ = new("pow_.Tensor"), pow__Scalar = new("pow_.Scalar"),
        maximum = new("maximum"), minimum = new("minimum"),
        clamp = new("clamp"), clamp_ = new("clamp_"), clamp_Tensor = new("clamp.Tensor"), clamp__Tensor = new("clamp_.Tensor"),
        clamp_min = new("clamp_min"), clamp_max = new("clamp_max"), clamp_min_ = new("clamp_min_"), clamp_max_ = new("clamp_max_"),
        logical_and = new("logical_and"), logical_or = new("logical_or"),
        bitwise_and = new("bitwise_and.Tensor"), bitwise_or = new("bitwise_or.Tensor"), bitwise_xor = new("bitwise_xor.Tensor"),
        eq = new("eq.Tensor"), eq_Scalar = new("eq.Scalar"), ne = new("ne.Tensor"), ne_Scalar = new("ne.Scalar"),
        lt = new("lt.Tensor"), lt_Scalar = new("lt.Scalar"), le = new("le.Tensor"), le_Scalar = new("le.Scalar"),
        gt = new("gt.Tensor"), gt_Scalar = new("gt.Scalar"), ge = new("ge.Tensor"), ge_Scalar = new("ge.Scalar"),
        isclose = new("isclose"), allclose = new("allclose"), equal = new("equal");

    // Over dimensions.
    public static readonly Op
        sum = new("sum"), sum_dim = new("sum.dim_IntList"), mean = new("mean"), mean_dim = new("mean.dim"), prod = new("prod"), prod_dim = new("prod.dim_int"),
        max = new("max"), max_dim = new("max.dim"), min = new("min"), min_dim = new("min.dim"), amax = new("amax"), amax_out = new("amax.out"), amin = new("amin"), amin_out = new("amin.out"),
        argmax = new("argmax"), argmin = new("argmin"), any = new("any"), any_dim = new("any.dim"), all = new("all"), all_dim = new("all.dim"),
        std = new("std"), std_dim = new("std.dim"), var = new("var"), var_dim = new("var.dim"),
        norm = new("norm.Scalar"), norm_dim = new("norm.ScalarOpt_dim"), logsumexp = new("logsumexp"), median = new("median"), quantile = new("quantile"),
        cumsum = new("cumsum"), softmax = new("softmax.int"), log_softmax = new("log_softmax.int"),
        count_nonzero = new("count_nonzero.dim_IntList"),
        sort = new("sort.stable"), argsort = new("argsort"), topk = new("topk");

    // Shapes, copies, joining and splitting.
    public static readonly Op
        reshape = new("reshape"), view = new("view"), flatten = new("flatten.using_ints"), squeeze = new("squeeze"), squeeze_dim = new("squeeze.dim"),
        unsqueeze = new("unsqueeze"), transpose = new("transpose.int"), t = new("t"), permute = new("permute"),
        expand = new("expand"), repeat = new("repeat"),
        flip = new("flip"), narrow = new("narrow"), select = new("select.int"), slice = new("slice.Tensor"),
        diag = new("diag"), diagonal = new("diagonal"), tril = new("tril"), triu = new("triu"), contiguous = new("contiguous"), clone = new("clone"),
        to_dtype = new("to.dtype"), to_device = new("to.dtype_layout"), copy_ = new("copy_"), detach = new("detach"), detach_ = new("detach_"),
        cat = new("cat"), stack = new("stack"), split = new("split.Tensor"), split_sizes = new("split_with_sizes"), chunk = new("chunk"), unbind = new("unbind.int");

    // Picking and placing elements.
    public static readonly Op
        index = new("index.Tensor"), index_put_ = new("index_put_"), index_select = new("index_select"), index_add = new("index_add"), index_add_ = new("index_add_"),
        gather = new("gather"), scatter = new("scatter.src"), scatter_ = new("scatter_.src"), scatter_add = new("scatter_add"), scatter_add_ = new("scatter_add_"),
        masked_fill = new("masked_fill.Scalar"), masked_fill_ = new("masked_fill_.Scalar"), masked_select = new("masked_select"),
        where = new("where.self"), nonzero = new("nonzero"),
        item = new("item"), is_nonzero = new("is_nonzero"), fill_ = new("fill_.Scalar"), zero_ = new("zero_");

    // Products and decompositions.
    public static readonly Op
        matmul = new("matmul"), mm = new("mm"), bmm = new("bmm"), mv = new("mv"), dot = new("dot"), outer = new("outer"),
        vector_norm = new("linalg_vector_norm"), matrix_norm = new("linalg_matrix_norm"), matrix_norm_ord = new("linalg_matrix_norm.str_ord"),
        linalg_norm = new("linalg_norm"), linalg_norm_ord = new("linalg_norm.ord_str"), svdvals = new("linalg_svdvals"),
        eigvalsh = new("linalg_eigvalsh");

    // Factories and random numbers.
    public static readonly Op
        empty = new("empty.memory_format"), zeros = new("zeros"), ones = new("ones"), full = new("full"), eye = new("eye.m"),
        arange = new("arange.start_step"), linspace = new("linspace"), rand = new("rand.generator"), randn = new("randn.generator"),
        randint = new("randint.low_generator"), randperm = new("randperm.generator"), empty_like = new("empty_like"), zeros_like = new("zeros_like"),
        ones_like = new("ones_like"), full_like = new("full_like"), rand_like = new("rand_like"), randn_like = new("randn_like"),
        bernoulli = new("bernoulli"), bernoulli_ = new("bernoulli_.float"), bernoulli_Tensor_ = new("bernoulli_.Tensor"), multinomial = new("multinomial"),
        uniform_ = new("uniform_"), normal_ = new("normal_"), random_ = new("random_.from"), exponential_ = new("exponential_");
}
