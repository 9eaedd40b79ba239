"""Values of PyTorch for tests/Torch/Nn: run with Debian's python3-torch (1.13.1 made the files here), rewrites *.json beside it."""
import json, math, pathlib
import torch, torch.nn as nn, torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.set_num_threads(1)


def packed(t):
    t = t.detach()
    values = t.contiguous().flatten().tolist()
    if t.dtype == torch.float32:
        values = [float(f"{v:.9g}") for v in values]
    return {"shape": list(t.shape), "type": str(t.dtype).removeprefix("torch."), "data": values}


def write(name, content):
    (HERE / name).write_text(json.dumps({"torch": torch.__version__, **content}, separators=(",", ":")) + "\n")


def weights_of(out):  # what the gradients are taken of: sum(out * weights)
    return torch.linspace(0.5, 1.5, out.numel()).view_as(out)


def evaluated(function, tensors):
    """Output of function(**tensors), and gradients with respect to its floating-point tensors that ask for them."""
    out = function(**tensors)
    (out * weights_of(out)).sum().backward()
    return {
        "inputs": {k: {**packed(v), "grad": v.requires_grad} for k, v in tensors.items()},
        "output": packed(out),
        "gradients": {k: packed(v.grad) for k, v in tensors.items() if v.requires_grad},
    }


def functionals():
    torch.manual_seed(1)
    r = lambda *shape: torch.randn(*shape, requires_grad=True)
    plain = lambda *shape: torch.randn(*shape)
    image = lambda: r(1, 4, 5, 4)
    cases = {}

    def case(name, function, **tensors):
        cases[name] = evaluated(function, tensors)

    for name, f in {
        "relu": F.relu, "gelu": F.gelu, "silu": F.silu, "sigmoid": torch.sigmoid,
        "tanh": torch.tanh, "softmax": lambda x: F.softmax(x, 1), "log_softmax": lambda x: F.log_softmax(x, 1),
    }.items():
        case(name, lambda x, f=f: f(x), x=r(3, 7))
    case("linear", F.linear, input=r(2, 3, 4), weight=r(5, 4), bias=r(5))
    case("conv2d", F.conv2d, input=image(), weight=r(3, 4, 3, 3), bias=r(3))
    case("conv2d strided", lambda input, weight: F.conv2d(input, weight, None, (2, 1), (1, 2), (1, 2), 2), input=image(), weight=r(6, 2, 3, 2))
    case("conv2d same", lambda input, weight, bias: F.conv2d(input, weight, bias, padding="same"), input=image(), weight=r(3, 4, 3, 3), bias=r(3))
    case("pad constant", lambda x: F.pad(x, (1, 2, 0, 1), value=0.5), x=image())
    case("pad reflect", lambda x: F.pad(x, (1, 2, 0, 1), mode="reflect"), x=image())
    case("pad replicate", lambda x: F.pad(x, (1, 2, 0, 1), mode="replicate"), x=image())
    case("pad circular", lambda x: F.pad(x, (1, 2, 0, 1), mode="circular"), x=image())
    case("max_pool2d", lambda x: F.max_pool2d(x, 2), x=image())
    case("max_pool2d strided", lambda x: F.max_pool2d(x, (3, 2), (1, 2), (1, 0), (1, 2), True), x=image())
    case("adaptive_avg_pool2d", lambda x: F.adaptive_avg_pool2d(x, (4, 2)), x=image())
    case("adaptive_max_pool2d", lambda x: F.adaptive_max_pool2d(x, (4, 2)), x=image())
    case("batch_norm training", lambda x, weight, bias: F.batch_norm(x, None, None, weight, bias, True), x=image(), weight=r(4), bias=r(4))
    case("batch_norm", lambda x, mean, variance, weight, bias: F.batch_norm(x, mean, variance, weight, bias, False, eps=1e-3),
         x=image(), mean=plain(4), variance=torch.rand(4) + 0.5, weight=r(4), bias=r(4))
    case("layer_norm", lambda x, weight, bias: F.layer_norm(x, (5, 4), weight, bias), x=image(), weight=r(5, 4), bias=r(5, 4))
    case("cosine_similarity", F.cosine_similarity, x1=r(3, 7), x2=r(3, 7))

    classes, logits = torch.tensor([2, 0, 1, 4, 2, -100]), lambda: r(6, 5)
    case("cross_entropy", F.cross_entropy, input=logits(), target=classes)
    case("cross_entropy weighted", lambda input, target, weight: F.cross_entropy(input, target, weight, label_smoothing=0.1),
         input=logits(), target=classes, weight=torch.rand(5))
    case("cross_entropy ignoring", lambda input, target: F.cross_entropy(input, target, ignore_index=2, reduction="sum"),
         input=logits(), target=classes.clamp_min(0))
    case("cross_entropy each", lambda input, target: F.cross_entropy(input, target, reduction="none"), input=logits(), target=classes)
    case("cross_entropy of probabilities", F.cross_entropy, input=logits(), target=torch.softmax(plain(6, 5), 1))
    case("cross_entropy of images", F.cross_entropy, input=r(2, 3, 2, 2), target=torch.randint(0, 3, (2, 2, 2)))
    case("mse_loss", F.mse_loss, input=r(3, 4), target=plain(3, 4))
    case("mse_loss sum", lambda input, target: F.mse_loss(input, target, reduction="sum"), input=r(3, 4), target=plain(3, 4))

    def attention(query, key, value, mask=None, causal=False):
        return torch._C._nn._scaled_dot_product_attention(query, key, value, mask, 0.0, False, causal)[0]

    triple = lambda: {"query": r(2, 3, 5, 4), "key": r(2, 3, 6, 4), "value": r(2, 3, 6, 7)}
    case("attention", attention, **triple())
    case("attention masked", attention, **triple(), mask=torch.rand(2, 1, 5, 6) > 0.3)
    case("attention biased", attention, **triple(), mask=plain(5, 6))
    case("attention causal", lambda query, key, value: attention(query, key, value, causal=True), query=r(2, 5, 4), key=r(2, 5, 4), value=r(2, 5, 4))
    write("functionals.json", {"cases": cases})


def initialisations():
    """state_dicts of new modules, each right after manual_seed(7)."""
    modules = {
        "linear": lambda: nn.Linear(5, 3), "linear without bias": lambda: nn.Linear(5, 3, bias=False),
        "conv2d": lambda: nn.Conv2d(4, 6, (3, 2), groups=2), "batch_norm1d": lambda: nn.BatchNorm1d(3), "batch_norm2d": lambda: nn.BatchNorm2d(3),
        "layer_norm": lambda: nn.LayerNorm([2, 3]), "embedding": lambda: nn.Embedding(5, 3, padding_idx=1),
        "attention": lambda: nn.MultiheadAttention(8, 2),
        "sequential": lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2)),
    }
    states = {}
    for name, make in modules.items():
        torch.manual_seed(7)
        states[name] = {k: packed(v) for k, v in make().state_dict().items()}

    fills = {
        "kaiming_uniform_": lambda t: nn.init.kaiming_uniform_(t, a=0.3), "kaiming_normal_": lambda t: nn.init.kaiming_normal_(t, mode="fan_out", nonlinearity="relu"),
        "xavier_uniform_": lambda t: nn.init.xavier_uniform_(t, 1.5), "normal_": lambda t: nn.init.normal_(t, 1, 2), "uniform_": lambda t: nn.init.uniform_(t, -1, 3),
    }
    filled = {}
    for name, fill in fills.items():
        torch.manual_seed(7)
        filled[name] = packed(fill(torch.empty(4, 3, 2, 2)))
    write("initialisations.json", {"states": states, "fills": filled})


def layers():
    """Modules with state, over several calls."""
    torch.manual_seed(3)
    out = {}
    norm, average = nn.BatchNorm2d(3), nn.BatchNorm1d(3, momentum=None)
    images, rows = torch.randn(4, 2, 3, 2, 2), torch.randn(4, 5, 3)
    trained = [packed(norm(images[i])) for i in range(3)]
    for i in range(3):
        average(rows[i])
    state = {k: packed(v) for k, v in norm.state_dict().items()}
    averaged = {k: packed(v) for k, v in average.state_dict().items()}
    out["batch_norm"] = {
        "images": packed(images), "rows": packed(rows), "trained": trained, "state": state, "averaged": averaged,
        "evaluated": packed(norm.eval()(images[3])), "averaged evaluated": packed(average.eval()(rows[3]))}

    attention = nn.MultiheadAttention(8, 2)
    with torch.no_grad():  # zeros say little
        attention.in_proj_bias.uniform_()
        attention.out_proj.bias.uniform_()
    query, key, value = (torch.randn(n, 3, 8, requires_grad=True) for n in (4, 5, 5))
    padding = torch.tensor([[0, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 1, 0, 1, 0]]).bool()
    barred = torch.ones(4, 5).triu(2).bool()
    result, weights = attention(query, key, value, key_padding_mask=padding, attn_mask=barred)
    (result * weights_of(result)).sum().backward()
    out["attention"] = {
        "state": {k: packed(v) for k, v in attention.state_dict().items()}, "query": packed(query), "key": packed(key), "value": packed(value),
        "padding": packed(padding), "barred": packed(barred), "output": packed(result), "weights": packed(weights),
        "gradients": {"query": packed(query.grad), **{k: packed(v.grad) for k, v in attention.named_parameters()}}}
    write("layers.json", out)


def optimisers():
    """Parameters after 1, 10 and 100 steps on a least-squares problem whose gradients never vanish; the second group decays more slowly."""
    torch.manual_seed(5)
    x, y, w0, b0 = torch.randn(16, 3), torch.randn(16, 4), torch.randn(4, 3), torch.randn(4)
    kinds = {
        "sgd": lambda p: torch.optim.SGD(p, 0.05), "sgd momentum": lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, dampening=0.1, weight_decay=0.01),
        "sgd nesterov": lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, weight_decay=0.01, nesterov=True),
        "sgd maximize": lambda p: torch.optim.SGD(p, 0.001, momentum=0.5, maximize=True),
        "adam": lambda p: torch.optim.Adam(p, 0.01, betas=(0.8, 0.99), eps=1e-6), "adam decay": lambda p: torch.optim.Adam(p, 0.01, weight_decay=0.1, amsgrad=True),
        "adam maximize": lambda p: torch.optim.Adam(p, 0.01, maximize=True), "adamw": lambda p: torch.optim.AdamW(p, 0.01, weight_decay=0.1),
        "adamw amsgrad": lambda p: torch.optim.AdamW(p, 0.01, weight_decay=0.1, amsgrad=True),
    }
    runs = {}
    for name, make in kinds.items():
        w, b = w0.clone().requires_grad_(), b0.clone().requires_grad_()
        optimiser = make([{"params": [w]}, {"params": [b], "lr": 0.002}])
        seen = {}
        for step in range(1, 101):
            optimiser.zero_grad()
            ((x @ w.T + b - y) ** 2).mean().backward()
            optimiser.step()
            if step in (1, 10, 100):
                seen[step] = [packed(w), packed(b)]
        runs[name] = seen
    w.grad, b.grad = torch.randn(4, 3), torch.randn(4)
    clipped = {"before": [packed(w.grad), packed(b.grad)]}
    clipped["norm"] = nn.utils.clip_grad_norm_([w, b], 0.7).item()
    clipped["after"] = [packed(w.grad), packed(b.grad)]
    write("optimisers.json", {"x": packed(x), "y": packed(y), "w": packed(w0), "b": packed(b0), "runs": runs, "clipped": clipped})


def training():
    """Losses of a small network trained 50 steps; weights, data and dropout all from one seed."""
    torch.manual_seed(11)
    network = nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16),
        nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(16, 4))
    images, classes = torch.randn(64, 3, 12, 12), torch.randint(0, 4, (64,))
    optimiser = torch.optim.SGD(network.parameters(), 0.1, momentum=0.9, weight_decay=5e-4, nesterov=True)
    losses = []
    for step in range(50):
        rows = torch.arange(16) + 16 * (step % 4)
        optimiser.param_groups[0]["lr"] = 0.05 * (1 + math.cos(math.pi * step / 50))
        optimiser.zero_grad()
        loss = F.cross_entropy(network(images[rows]), classes[rows], label_smoothing=0.05)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    network.eval()
    write("training.json", {"losses": losses, "logits": packed(network(images[:8])), "names": list(network.state_dict())})


for make in (functionals, initialisations, layers, optimisers, training):
    make()
