"""Golden values for compat/TorchSharp: every operation's results and gradients as PyTorch gives them.

    python3 make.py            writes operations.json and streams.json beside this file

Made with PyTorch 1.13.1 (Debian python3-torch). A case is a name, inputs, the outputs of the lambda, and the gradients of
sum_k sum(output_k * cos(0, 1, 2, ...)) with respect to the floating-point inputs. The lambda's C# twin is in OperationsTests.cs.
"""
import json
import math
import os

import torch

torch.manual_seed(20240907)
torch.set_default_dtype(torch.float64)
cases = []


def packed(t):
    if not isinstance(t, torch.Tensor):
        t = torch.tensor(t)
    t = t.detach()
    flat = t.reshape(-1).tolist()
    if t.is_floating_point():
        flat = [v if math.isfinite(v) else str(v) for v in flat]
    return {"dtype": str(t.dtype).split(".")[1], "shape": list(t.shape), "data": flat}


def case(name, function, *inputs, grad=True):
    leaves = [t.clone().requires_grad_() if grad and t.is_floating_point() else t.clone() for t in inputs]
    # What an in-place operation changes must not be a leaf; multiplying by one keeps the gradients.
    outputs = function(*[t * 1 if t.requires_grad else t for t in leaves])
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    tracked = [o for o in outputs if isinstance(o, torch.Tensor) and o.requires_grad]
    gradients = [None] * len(leaves)
    if tracked:
        loss = sum((o * torch.cos(torch.arange(o.numel(), dtype=torch.float64)).reshape(o.shape)).sum() for o in tracked)
        wanted = [i for i, t in enumerate(leaves) if t.requires_grad]
        for i, g in zip(wanted, torch.autograd.grad(loss, [leaves[i] for i in wanted], allow_unused=True)):
            gradients[i] = None if g is None else packed(g)
    cases.append({"name": name, "inputs": [packed(t) for t in inputs], "outputs": [packed(o) for o in outputs], "gradients": gradients})


def put(x, index, value):
    x[index] = value
    return x


A, B, C = torch.randn(3, 4), torch.randn(3, 4), torch.randn(2, 3, 4)
P, Q, U = torch.rand(3, 4) + 0.1, torch.rand(3, 4) + 0.2, torch.rand(3, 4) * 1.8 - 0.9
V, W, S, T4 = torch.randn(4), torch.randn(3), torch.randn(4, 4), torch.randn(4, 2)
D, E = torch.randn(2, 4, 5), torch.randn(2, 3, 5)
SYM = S + S.t()
I34, I3 = torch.randint(0, 4, (3, 2)), torch.tensor([2, 0, 2])
N, K = torch.randint(-9, 10, (3, 4)), torch.randint(1, 7, (3, 4))
J32, R32 = torch.rand(3, 4).argsort(1)[:, :2], torch.randn(3, 2)
M, L = torch.rand(3, 4) > 0.4, torch.rand(3, 4) > 0.5
H = torch.tensor([1.5, float("nan"), float("inf"), -float("inf"), -0.0, 2.5])

# Element by element, one argument.
for name in "abs neg exp square floor ceil round sin cos tanh sigmoid relu erf sign".split():
    case(name, lambda x, n=name: getattr(torch, n)(x), A)
for name in "log log1p log2 sqrt rsqrt reciprocal".split():
    case(name, lambda x, n=name: getattr(torch, n)(x), P)
for name in "abs_ neg_ exp_ tanh_ sigmoid_ relu_".split():
    case(name, lambda x, n=name: getattr(x, n)(), A)
for name in "log_ sqrt_".split():
    case(name, lambda x, n=name: getattr(x, n)(), P)
for name in "isnan isinf isfinite".split():
    case(name, lambda x, n=name: getattr(torch, n)(x), H)
case("round decimals", lambda x: x.round(decimals=1), A)
case("logical_not", lambda x: x.logical_not(), M)
case("bitwise_not", lambda x: ~x, N)

# Two arguments and more.
for name in "add sub mul maximum minimum".split():
    case(name, lambda x, y, n=name: getattr(torch, n)(x, y), A, B)
case("add broadcast", lambda x, y: x + y, A, V)
case("add scalar", lambda x: x + 2.5, A)
case("add alpha", lambda x, y: x.add(y, alpha=0.5), A, B)
case("add_", lambda x, y: x.add_(y), A, B)
case("add_ scalar", lambda x: x.add_(2), A)
case("add_ alpha", lambda x, y: x.add_(y, alpha=-2), A, B)
case("sub scalar", lambda x: x - 3, A)
case("scalar sub", lambda x: 3 - x, A)
case("sub_", lambda x, y: x.sub_(y), A, B)
case("sub_ scalar", lambda x: x.sub_(0.25), A)
case("mul scalar", lambda x: 3 * x, A)
case("mul_", lambda x, y: x.mul_(y), A, B)
case("mul_ scalar", lambda x: x.mul_(-2), A)
case("div", lambda x, y: x / y, A, P)
case("div scalar", lambda x: x / 3, A)
case("scalar div", lambda x: 3 / x, P)
case("div floor", lambda x, y: torch.div(x, y, rounding_mode="floor"), A, P, grad=False)
case("div trunc", lambda x, y: torch.div(x, y, rounding_mode="trunc"), A, P, grad=False)
case("div_", lambda x, y: x.div_(y), A, P)
case("div_ scalar", lambda x: x.div_(4), A)
case("remainder", lambda x, y: x % y, N, K)
case("remainder scalar", lambda x: x % 3, N)
case("pow", lambda x, y: x.pow(y), P, A)
case("pow scalar", lambda x: x ** 3, A)
case("pow_", lambda x, y: x.pow_(y), P, A)
case("pow_ scalar", lambda x: x.pow_(2), A)
case("clamp", lambda x: x.clamp(-0.5, 0.5), A)
case("clamp min", lambda x: x.clamp(min=0), A)
case("clamp tensors", lambda x, y: x.clamp(y, y + 1), A, B)
case("clamp_", lambda x: x.clamp_(-0.3, 0.7), A)
case("clamp_min", lambda x: x.clamp_min(0.1), A)
case("clamp_max", lambda x: x.clamp_max(0.1), A)
case("clamp_min_", lambda x: x.clamp_min_(0.1), A)
case("clamp_max_", lambda x: x.clamp_max_(0.1), A)
for name in "logical_and logical_or bitwise_and bitwise_or bitwise_xor".split():
    case(name, lambda x, y, n=name: getattr(torch, n)(x, y), M, L)
for name in "eq ne lt le gt ge".split():
    case(name, lambda x, y, n=name: getattr(torch, n)(x, y), N, K)
    case(name + " scalar", lambda x, n=name: getattr(torch, n)(x, 1), N)
case("isclose", lambda x, y: torch.isclose(x, y, rtol=0.5, atol=0.1), A, B)
case("softmax", lambda x: x.softmax(1), A)
case("log_softmax", lambda x: x.log_softmax(0), A)

# Over dimensions.
for name in "sum mean max min prod std var logsumexp norm median".split():
    case(name, lambda x, n=name: x.logsumexp(1) if n == "logsumexp" else getattr(x, n)(), A)
case("sum dim", lambda x: x.sum(1), C)
case("sum dims", lambda x: x.sum((0, 2), keepdim=True), C)
case("sum of integers", lambda x: x.int().sum(), N)
case("sum dtype", lambda x: x.sum(dtype=torch.float32), A, grad=False)
case("mean dims", lambda x: x.mean((1, 2)), C)
case("mean keepdim", lambda x: x.mean((2,), keepdim=True), C)
case("prod dim", lambda x: x.prod(1), A)
case("max dim", lambda x: x.max(1), A)
case("min dim", lambda x: x.min(0, keepdim=True), A)
case("amax", lambda x: x.amax((0, 2)), C)
case("amin keepdim", lambda x: x.amin((1,), keepdim=True), C)
case("argmax", lambda x: x.argmax(), A)
case("argmax dim", lambda x: x.argmax(1, keepdim=True), A)
case("argmin", lambda x: x.argmin(), A)
case("argmin dim", lambda x: x.argmin(0), A)
case("any", lambda x: x.any(), M)
case("any dim", lambda x: x.any(1), M)
case("all", lambda x: x.all(), M)
case("all dim", lambda x: x.all(0, keepdim=True), M)
case("count_nonzero", lambda x: torch.count_nonzero(x), N)
case("count_nonzero dim", lambda x: torch.count_nonzero(x, dim=1), N)
case("std biased", lambda x: x.std(unbiased=False), A)
case("std dim", lambda x: x.std(1, unbiased=True, keepdim=True), A)
case("var dim", lambda x: x.var(1, unbiased=False), A)
case("var dims", lambda x: x.var((0, 2)), C)
case("norm 1", lambda x: x.norm(1), A)
case("norm dim", lambda x: x.norm(2, 1, True), A)
case("quantile", lambda x, q: torch.quantile(x, q, dim=1), A, torch.tensor([0.1, 0.5]))
case("cumsum", lambda x: x.cumsum(1), A)
case("topk", lambda x: x.topk(2, 1), A)
case("topk smallest", lambda x: x.topk(2, 0, largest=False), A)
case("sort", lambda x: x.sort(1), A)
case("sort descending", lambda x: x.sort(dim=0, descending=True, stable=True), A)
case("argsort", lambda x: x.argsort(1, descending=True), A)

# Shapes.
case("reshape", lambda x: x.reshape(2, -1), A)
case("view", lambda x: x.view(4, 3), A)
case("flatten", lambda x: x.flatten(1), C)
case("squeeze", lambda x: x.unsqueeze(1).squeeze(), A)
case("squeeze dim", lambda x: x.unsqueeze(0).squeeze(0), A)
case("unsqueeze", lambda x: x.unsqueeze(-1), A)
case("transpose", lambda x: x.transpose(0, 2), C)
case("t", lambda x: x.t(), A)
case("T", lambda x: x.permute(2, 1, 0), C)
case("mT", lambda x: x.mT, C)
case("permute", lambda x: x.permute(1, 2, 0), C)
case("expand", lambda x: x.expand(3, 4), V)
case("repeat", lambda x: x.repeat(2, 3), A)
case("flip", lambda x: x.flip(0, 1), A)
case("narrow", lambda x: x.narrow(1, 1, 2), A)
case("select", lambda x: x.select(1, 2), A)
case("slice", lambda x: x[:, 1:4:2], A)
case("diag", lambda x: x.diag(), S)
case("diag of vector", lambda x: x.diag(1), V)
case("diagonal", lambda x: x.diagonal(-1), S)
case("tril", lambda x: x.tril(-1), S)
case("triu", lambda x: x.triu(), S)
case("cat", lambda x, y: torch.cat((x, y), 1), A, B)
case("stack", lambda x, y: torch.stack((x, y), 1), A, B)
case("split", lambda x: x.split(3, 1), A)
case("split sizes", lambda x: x.split((1, 3), 1), A)
case("chunk", lambda x: x.chunk(2, 1), A)
case("unbind", lambda x: x.unbind(0), A)
case("clone contiguous", lambda x: x.t().contiguous().clone(), A)
case("copy_", lambda x, y: x.copy_(y), A, V)
case("to float32", lambda x: x.float(), A, grad=False)
case("to int64", lambda x: (x * 10).long(), A, grad=False)

# Picking and placing.
case("index number", lambda x: x[1], C)
case("index numbers", lambda x: x[1, 2], C)
case("index range", lambda x: x[:, 1:], C)
case("index last", lambda x: x[-1, ..., -1], C)
case("index step", lambda x: x[..., ::2], C)
case("index new dimension", lambda x: x[:, None, 1], C)
case("index mask", lambda x, m: x[m], A, M)
case("index mask after range", lambda x, m: x[:, m], C, M)
case("index tensor", lambda x, i: x[i], A, I3)
case("index mask of two dimensions", lambda x, m: x[m], C, torch.tensor([[True, False, True], [False, True, True]]))
case("index tensors", lambda x, i: x[i, i], A, I3)
case("index tensor after number", lambda x, i: x[1, :, i], C, I3)
case("put number", lambda x, y: put(x, 1, y), A, V)
case("put range", lambda x, y: put(x, (slice(None), slice(1, 3)), y), A, torch.randn(3, 2))
case("put mask", lambda x, m, y: put(x, m, y), A, M, torch.tensor(4.5))
case("put tensors", lambda x, i, y: put(x, (i[:2], i[:2]), y), A, I3, torch.randn(2))
case("put scalar", lambda x: put(x, (slice(1, None), 0), 9.0), A)
case("put accumulate", lambda x, i, y: x.index_put_((i,), y, accumulate=True), A, I3, B)
case("index_select", lambda x, i: x.index_select(0, i), A, I3)
case("index_add", lambda x, i, y: x.index_add(0, i, y, alpha=2), A, I3, B)
case("index_add_", lambda x, i, y: x.index_add_(0, i, y, alpha=2), A, I3, B)
case("gather", lambda x, i: x.gather(1, i), A, I34)
case("scatter", lambda x, i, y: x.scatter(1, i, y), A, J32, R32)
case("scatter_", lambda x, i, y: x.scatter_(1, i, y), A, J32, R32)
case("scatter_add", lambda x, i, y: x.scatter_add(1, i, y), A, I34, R32)
case("scatter_add_", lambda x, i, y: x.scatter_add_(1, i, y), A, I34, R32)
case("masked_fill", lambda x, m: x.masked_fill(m, 5), A, M)
case("masked_fill_", lambda x, m: x.masked_fill_(m, 5), A, M)
case("masked_select", lambda x, m: x.masked_select(m), A, M)
case("where", lambda m, x, y: torch.where(m, x, y), M, A, B)
case("nonzero", lambda x: x.nonzero(), M)
case("fill_", lambda x: x.fill_(3), A)
case("zero_", lambda x: x.zero_(), A, grad=False)  # TorchSharp's has no derivative

# Products and decompositions.
case("matmul", lambda x, y: x @ y, A, T4)
case("matmul batched", lambda x, y: x @ y, C, D)
case("mm", lambda x, y: x.mm(y), A, T4)
case("bmm", lambda x, y: x.bmm(y), C, D)
case("mv", lambda x, y: x.mv(y), A, V)
case("dot", lambda x: x.dot(x), V)
case("outer", lambda x, y: x.outer(y), V, W)
case("vector_norm", lambda x: torch.linalg.vector_norm(x, 3, dim=(1,)), A)
case("matrix_norm", lambda x: torch.linalg.matrix_norm(x), A)
case("matrix_norm nuc", lambda x: torch.linalg.matrix_norm(x, "nuc"), A)
case("matrix_norm 2", lambda x: torch.linalg.matrix_norm(x, 2), A)
case("linalg norm", lambda x: torch.linalg.norm(x), A)
case("linalg norm ord", lambda x: torch.linalg.norm(x, 1, dim=(0,), keepdim=True), A)
case("linalg norm fro", lambda x: torch.linalg.norm(x, "fro"), A)
case("svdvals", lambda x: torch.linalg.svdvals(x), A)
case("eigvalsh", lambda x: torch.linalg.eigvalsh(x), SYM)

# Factories and dtype rules.
torch.set_default_dtype(torch.float32)
for name, function in {
    "zeros": lambda: torch.zeros(2, 3), "ones": lambda: torch.ones(2, dtype=torch.int32), "full": lambda: torch.full((2, 2), 1.5),
    "eye": lambda: torch.eye(2, 3), "arange": lambda: torch.arange(5), "arange float": lambda: torch.arange(0.5, 3, 0.5),
    "linspace": lambda: torch.linspace(-1, 1, 5), "full_like": lambda: torch.full_like(torch.ones(2, dtype=torch.int64), 4),
    "zeros_like": lambda: torch.zeros_like(torch.ones(2, dtype=torch.float64)), "ones_like": lambda: torch.ones_like(torch.ones(2), dtype=torch.int32),
    "int / int": lambda: torch.tensor([7]) / torch.tensor([2]), "int32 + float": lambda: torch.tensor([1], dtype=torch.int32) + 1.5,
    "float32 + double": lambda: torch.tensor([1.0]) + 2.0, "bool sum": lambda: torch.tensor([True, True]).sum(),
    "int64 * float32": lambda: torch.tensor([3]) * torch.tensor([0.5]), "uint8 + int": lambda: torch.tensor([3], dtype=torch.uint8) + 4,
}.items():
    case(name, lambda f=function: f())


def streams():
    def seeded(function, seed=7):
        torch.manual_seed(seed)
        return packed(function())

    g = lambda: torch.Generator().manual_seed(11)
    return {
        "rand": seeded(lambda: torch.rand(5)),
        "rand double": seeded(lambda: torch.rand(3, dtype=torch.float64)),
        "randn small": seeded(lambda: torch.randn(7)),
        "randn large": seeded(lambda: torch.randn(33)),
        "randint": seeded(lambda: torch.randint(-5, 100, (6,))),
        "randperm": seeded(lambda: torch.randperm(11)),
        "bernoulli": seeded(lambda: torch.full((12,), 0.3).bernoulli()),
        "bernoulli_": seeded(lambda: torch.zeros(12).bernoulli_(0.7)),
        "uniform_": seeded(lambda: torch.zeros(4).uniform_(-2, 3)),
        "normal_": seeded(lambda: torch.zeros(20).normal_(1, 2)),
        "exponential_": seeded(lambda: torch.zeros(4).exponential_(2)),
        "random_": seeded(lambda: torch.zeros(6).random_(3, 50)),
        "multinomial": seeded(lambda: torch.tensor([0.1, 0.2, 0.3, 0.4]).multinomial(3)),
        "rand_like": seeded(lambda: torch.rand_like(torch.zeros(2, 2))),
        "randn_like": seeded(lambda: torch.randn_like(torch.zeros(2, 2))),
        "normal": seeded(lambda: torch.randn(4) * 0.5 + 2),
        "dropout mask": seeded(lambda: torch.nn.functional.dropout(torch.ones(12), 0.5)),
        "generator rand": packed(torch.rand(4, generator=g())),
        "generator randn": packed(torch.randn(20, generator=g())),
        "generator randint": packed(torch.randint(0, 1000, (4,), generator=g())),
        "generator randperm": packed(torch.randperm(9, generator=g())),
        "generator bernoulli": packed(torch.full((9,), 0.4).bernoulli(generator=g())),
    }


here = os.path.dirname(os.path.abspath(__file__))
for name, value in {"operations": cases, "streams": streams()}.items():
    with open(os.path.join(here, name + ".json"), "w") as file:
        if isinstance(value, list):
            file.write("[\n" + ",\n".join(json.dumps(v, separators=(",", ":")) for v in value) + "\n]\n")
        else:
            file.write("{\n" + ",\n".join(f'"{k}":' + json.dumps(v, separators=(",", ":")) for k, v in value.items()) + "\n}\n")
print(len(cases), "operations with PyTorch", torch.__version__)
