"""Golden values for tests/Models/CouplingGoldenTests.cs: how the exits of early-exit methods hear of each other, in PyTorch.

Run: python3 make.py   (made with Python 3.11, torch 1.13.0)
couplings.json: a batch with labels; per coupling the weights by the library's names, the logits of all exits, the training loss and its
gradients. l2w.json: weights of samples, how the loss after a step moves with them, and the predictor's gradients. shares.json: EENet's exit
shares by gradient descent. Everything is computed in float64.

The networks are written as the papers draw them, not as the library computes them: a cascading head is one linear layer on features and
earlier logits side by side, an ensemble averages stacked log-probabilities, gradients are rescaled by hooks, L2W differentiates through the step.
"""
import json
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

FOLDER = Path(__file__).parent
WIDTHS, CLASSES, SAMPLES, STATE = [4, 6, 5, 5, 4], 3, 7, 5
L = len(WIDTHS) - 1
torch.set_default_dtype(torch.float64)


def scaled(x, factor):
    y = x.clone()
    y.register_hook(lambda gradient: gradient * factor)
    return y


class Stages(nn.Module):
    """A perceptron with L stages and a linear head after each; the last head is the classifier."""

    def __init__(self, outputs=CLASSES):
        super().__init__()
        self.stages = nn.ModuleList(nn.Linear(a, b) for a, b in zip(WIDTHS, WIDTHS[1:]))
        self.heads = nn.ModuleList(nn.Linear(b, outputs if i < L - 1 else CLASSES) for i, b in enumerate(WIDTHS[1:]))

    def features(self, x):
        for stage in self.stages:
            x = F.relu(stage(x))
            yield x

    def forward(self, x):
        return [head(f) for head, f in zip(self.heads, self.features(x))]

    def names(self):
        """The library's names to (tensor, columns)."""
        for i, (stage, head) in enumerate(zip(self.stages, self.heads)):
            for part, linear in (f"stage{i}", stage), ("classifier" if i == L - 1 else f"head{i}", head):
                yield f"{part}.linear.weight", (linear.weight, slice(None))
                yield f"{part}.linear.bias", (linear.bias, None)


class Cascading(Stages):
    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(CLASSES) for _ in range(L))
        for i in range(1, L - 1):
            self.heads[i] = nn.Linear(WIDTHS[i + 1] + CLASSES, CLASSES)

    def forward(self, x):
        said = []
        for i, f in enumerate(self.features(x)):
            said.append(self.heads[i](f if i in (0, L - 1) else torch.cat([f, self.norms[i](said[-1].detach())], 1)))
        return said

    def loss(self, x, y):
        return sum(F.cross_entropy(z, y) for z in self(x)) / L

    def names(self):
        for name, (tensor, columns) in super().names():
            i = int(name[4]) if name.startswith("head") else 0
            yield name, (tensor, slice(WIDTHS[i + 1]) if i > 0 and columns else columns)
        for i in range(1, L - 1):
            yield f"link{i}.linear.weight", (self.heads[i].weight, slice(WIDTHS[i + 1], None))
            yield f"link{i}.norm.weight", (self.norms[i].weight, None)
            yield f"link{i}.norm.bias", (self.norms[i].bias, None)


def ensembles_of(base):
    class Ensemble(base):
        def __init__(self):
            super().__init__()
            self.weights = nn.ParameterList(nn.Parameter(.3 * torch.randn(i + 1)) for i in range(L - 1))
            self.biases = nn.ParameterList(nn.Parameter(.3 * torch.randn(CLASSES)) for _ in range(L - 1))

        def own(self, x):
            return base.forward(self, x)

        def joined(self, own):
            logs = torch.stack([z.detach().log_softmax(1) for z in own])
            return [torch.einsum("m,mnc->nc", self.weights[i].exp(), logs[:i + 1]) / (i + 1) + self.biases[i] for i in range(L - 1)] + [own[-1]]

        def forward(self, x):
            return self.joined(self.own(x))

        def loss(self, x, y):
            own = self.own(x)
            return sum(F.cross_entropy(z, y) for z in own + self.joined(own)[:-1]) / L

        def names(self):
            for name, place in super().names():
                yield name.replace(".", ".inner.", 1) if name.startswith("link") else name, place
            for i in range(L - 1):
                yield f"link{i}.weights", (self.weights[i], None)
                yield f"link{i}.bias", (self.biases[i], None)

    return Ensemble


class Additive(Stages):
    """Boosted Dynamic Networks: half of the logits before, as constants; gradients from k exits become their mean."""

    def forward(self, x, rescaled=False):
        said, before = [], 0
        for i, (stage, head) in enumerate(zip(self.stages, self.heads)):
            f = F.relu(stage(x))
            said.append(head(scaled(f, 1 / (L - i)) if rescaled else f) + .5 * before)
            before = said[-1].detach()
            x = scaled(f, (L - i - 1) / (L - i)) if rescaled else f
        return said

    def loss(self, x, y):
        return sum(F.cross_entropy(z, y) for z in self(x, rescaled=True)) / L


class Imitation(Stages):
    """Global past and future: each exit knows the states up to its own and imitates the others."""

    def __init__(self):
        super().__init__(STATE)
        self.imitators = nn.ModuleList(nn.Linear(STATE, STATE) for _ in range(L - 1))
        self.projections = nn.ModuleList(nn.Linear(STATE, CLASSES) for _ in range(L - 1))
        self.gates = nn.ModuleList(nn.Linear(STATE, CLASSES) for _ in range(L - 1))
        self.balance = nn.Linear(CLASSES, CLASSES)

    def forward(self, x):
        return self.both(x)[0]

    def both(self, x):
        features = list(self.features(x))
        states = [F.relu(self.heads[i](features[i])) for i in range(L - 1)]
        said, losses = [], []
        for i in range(L - 1):
            known = [states[j].detach() for j in range(i)] + [states[i]]
            imitated = [F.relu(self.imitators[j](states[i])) for j in range(i + 1, L - 1)]
            past = sum(self.projections[j](s) for j, s in enumerate(known))
            future = sum((self.projections[i + 1 + j](s) for j, s in enumerate(imitated)), torch.zeros_like(past))
            balance = torch.sigmoid(self.balance(F.relu(sum(self.gates[j](s) for j, s in enumerate(known)) / (i + 1))))
            said.append(balance * past + (1 - balance) * future)
            if imitated:
                losses.append((1 - F.cosine_similarity(torch.cat(imitated), torch.cat([s.detach() for s in states[i + 1:]]))).mean())
        return said + [self.heads[-1](features[-1])], sum(losses) / len(losses)

    def loss(self, x, y):
        said, imitation = self.both(x)
        return sum(2 * (i + 1) / (L * (L + 1)) * F.cross_entropy(z, y) for i, z in enumerate(said)) + imitation

    def names(self):
        yield from super().names()
        for i in range(L - 1):
            parts = [("projection", self.projections[i]), ("gate", self.gates[i])]
            for part, linear in parts + [("balance", self.balance) if i == 0 else ("imitator", self.imitators[i])]:
                yield f"link{i}.{part}.weight", (linear.weight, slice(None))
                yield f"link{i}.{part}.bias", (linear.bias, None)


def numbers(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]


def part(tensor, columns):
    return tensor if columns is None else tensor[:, columns]


def coupling(network, x, y, seed):
    torch.manual_seed(seed)
    network = network()
    for parameter in network.parameters():
        nn.init.normal_(parameter, .1, .6)
    loss = network.loss(x, y)
    loss.backward()
    names = dict(network.names())
    return {
        "weights": {name: numbers(part(tensor, columns)) for name, (tensor, columns) in names.items()},
        "logits": [numbers(z) for z in network(x)], "loss": loss.item(),
        "gradients": {name: numbers(part(tensor.grad, columns)) for name, (tensor, columns) in names.items()},
    }


def l2w():
    """Weights of the first half's losses, and how the loss of the second half after one step moves with them."""
    torch.manual_seed(21)
    rate, reach, ratio, exits = .7, 1.0, .5, torch.tensor([.4, .3, .2, .1])
    network = Stages()
    for parameter in network.parameters():
        nn.init.normal_(parameter, 0, .5)
    x, y = torch.randn(16, WIDTHS[0]), torch.randint(CLASSES, (16,))
    predictor = nn.Sequential(nn.Linear(L, 6), nn.ReLU(), nn.Linear(6, L), nn.Tanh())
    names = dict(network.names())
    weights = {name: tensor for name, (tensor, _) in names.items()}

    def run(p, batch):
        for i in range(L):
            batch = F.relu(F.linear(batch, p[f"stage{i}.linear.weight"], p[f"stage{i}.linear.bias"]))
            head = "classifier" if i == L - 1 else f"head{i}"
            yield F.linear(batch, p[f"{head}.linear.weight"], p[f"{head}.linear.bias"])

    losses = torch.stack([F.cross_entropy(z, y[:8], reduction="none") for z in run(weights, x[:8])], 1)
    predicted = predictor(losses.detach())
    samples = 1 + reach * (predicted - predicted.mean())
    samples.retain_grad()
    steps = torch.autograd.grad((samples * losses * exits).sum() / 8, list(weights.values()), create_graph=True)
    ahead = {name: tensor - rate * step for (name, tensor), step in zip(weights.items(), steps)}
    quotas = [int(8 * ratio ** (i + 1) / sum(ratio ** (k + 1) for k in range(L))) for i in range(L - 1)]
    quotas.append(8 - sum(quotas))
    left, parts = torch.ones(8, dtype=torch.bool), []
    for z, quota in zip(run(ahead, x[8:]), quotas):
        confidence = torch.where(left, z.detach().softmax(1).amax(1), torch.tensor(-1.0))
        chosen = confidence.argsort(descending=True)[:quota]
        left[chosen] = False
        if quota:
            parts.append(F.cross_entropy(z[chosen], y[8:][chosen]))
    (sum(parts) / len(parts)).backward()
    return {
        "x": numbers(x), "y": y.tolist(), "weights": {name: numbers(tensor) for name, tensor in weights.items()},
        "predictor": {name: numbers(tensor) for name, tensor in predictor.named_parameters()},
        "samples": numbers(samples), "slope": numbers(samples.grad), "gradients": {name: numbers(tensor.grad) for name, tensor in predictor.named_parameters()},
    }


def shares():
    """r with the least sum of KL(p || r) whose mean cost is the budget: an augmented Lagrangian, each step by L-BFGS."""
    torch.manual_seed(31)
    costs, p = torch.tensor([.2, .45, .7, 1.0]), (.6 * torch.randn(9, 4)).softmax(1)
    cases = []
    for budget in (.3, .5, .8):
        z, price = p.log().clone().requires_grad_(), 0.0
        for _ in range(60):
            optimiser = torch.optim.LBFGS([z], max_iter=200, tolerance_grad=1e-13, tolerance_change=1e-16, line_search_fn="strong_wolfe")

            def objective():
                optimiser.zero_grad()
                r = z.log_softmax(1)
                over = (r.exp() @ costs).mean() - budget
                value = (p * (p.log() - r)).sum() + price * over + 500 * over ** 2
                value.backward()
                return value

            optimiser.step(objective)
            over = (z.detach().softmax(1) @ costs).mean().item() - budget
            price += 1000 * over
        assert abs(over) < 1e-8, over
        cases.append({"budget": budget, "shares": numbers(z.softmax(1))})
    return {"costs": costs.tolist(), "wanted": numbers(p), "cases": cases}


def write(name, values):
    (FOLDER / name).write_text(json.dumps(values, separators=(",", ":")) + "\n")


torch.manual_seed(1)
batch, labels = torch.randn(SAMPLES, WIDTHS[0]), torch.randint(CLASSES, (SAMPLES,))
kinds = {
    "cascading": Cascading, "ensemble": ensembles_of(Stages), "zero time waste": ensembles_of(Cascading), "additive": Additive, "imitation": Imitation,
}
write("couplings.json", {
    "x": numbers(batch), "y": labels.tolist(),
    "couplings": {name: coupling(kind, batch, labels, 10 + k) for k, (name, kind) in enumerate(kinds.items())},
})
write("l2w.json", l2w())
write("shares.json", shares())
print(sys.version.split()[0], torch.__version__, file=sys.stderr)
