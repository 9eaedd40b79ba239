"""Outputs with ties, and every number that ./workbook score prints of them, by scikit-learn, SciPy, counting and definitions.

scikit-learn 1.2.1, scipy 1.10.1, numpy 1.24.2, python 3.11. For C classes: test-C.npz to judge, validation-C.npz to fit on, values-C.json.

Ties have to be ties for everybody, whatever the order of a sum: with two classes logits are rounded, with more the same rows come back; and
no two numbers that differ are so near, to each other or to the edge of a bin, that the last digit of an exponential decides.
"""
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy import optimize, special, stats
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression

here = Path(__file__).parent
GRID = np.linspace(0, 1, 100)
BUDGETS = [("25 %", 0.25), ("50 %", 0.5), ("75 %", 0.75), ("100 %", 1.0), ("Max", np.inf)]


# Outputs

def pools(random, exits, classes, size):
    """Rows of logits for each exit; with two classes one of the logits is 0 and the other a multiple of 1/4."""
    scale = np.linspace(1.5, 4, exits)[:, None, None]
    if classes == 2:
        return np.round(random.normal(size=(exits, size, 1)) * scale * 4) / 4 * np.eye(2)[random.integers(0, 2, (exits, size))]
    return random.normal(size=(exits, size, classes)) * scale


def outputs(random, pool, n, saturated):
    """Rows from the pool that speak for the right class, though not as much as they say. A share of the samples is certain to the last digit."""
    exits, size, classes = pool.shape
    labels = random.integers(0, classes, n)
    logits = np.empty((exits, n, classes))
    for i in range(exits):
        likely = softmax(pool[i] / (1.3 + 0.2 * i))
        for c in range(classes):
            logits[i, labels == c] = pool[i, random.choice(size, np.sum(labels == c), p=likely[:, c] / likely[:, c].sum())]
        for k in random.choice(n, int(saturated * n), replace=False):
            certain = labels[k] if random.random() < 0.97 else (labels[k] + 1) % classes
            logits[i, k] = 400 * np.eye(classes)[certain]
    return logits.astype(np.float32), labels


# Confidence

def softmax(logits):
    return special.softmax(np.asarray(logits, np.float64), axis=-1)


def log_odds(logits):
    z = np.sort(logits.astype(np.float64), axis=-1)
    return z[..., -1] - special.logsumexp(z[..., :-1], axis=-1)


def temperature(logits, labels):
    """The root of the slope of the likelihood of exits [L, N, C] by the logarithm of the temperature."""
    z = logits.astype(np.float64)
    right = np.take_along_axis(z, np.broadcast_to(labels, z.shape[:2])[..., None], 2)[..., 0]

    def slope(log_t):
        return np.mean(right - np.sum(special.softmax(z / np.exp(log_t), axis=-1) * z, axis=-1))

    t = np.exp(optimize.brentq(slope, np.log(0.01), np.log(100), xtol=1e-14, rtol=1e-14))
    nll = lambda log_t: -np.mean(np.take_along_axis(special.log_softmax(z / np.exp(log_t), axis=-1), np.broadcast_to(labels, z.shape[:2])[..., None], 2))
    minimum = np.exp(optimize.minimize_scalar(nll, bounds=(-4, 4), method="bounded", options=dict(xatol=1e-10)).x)
    assert abs(t / minimum - 1) < 1e-6
    return t


def regression(x, targets):
    """Logistic regression to the last digit: BFGS, then Newton's steps. Columns of x, with an offset behind."""
    x = np.column_stack([*x, np.ones(len(targets))])
    w = optimize.minimize(lambda w: np.mean(np.logaddexp(0, x @ w) - targets * (x @ w)), np.zeros(x.shape[1]), method="BFGS").x
    for _ in range(20):
        p = special.expit(x @ w)
        w = w - np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (p - targets))
    return w


def platt(fit, correct, odds):
    right = correct.sum()
    a, b = regression([fit], np.where(correct, (right + 1) / (right + 2), 1 / (len(correct) - right + 2)))
    assert a > 0
    return special.expit(a * odds + b)


def beta(fit, correct, odds):
    views = [special.log_expit, lambda x: -special.log_expit(-x)]
    w = regression([view(fit) for view in views], correct.astype(float))
    if min(w[:2]) < 0:
        views = [views[int(np.argmax(w[:2]))]]
        w = regression([view(fit) for view in views], correct.astype(float))
    assert min(w[:-1]) > 0
    return special.expit(sum(a * view(odds) for a, view in zip(w, views)) + w[-1])


def exact(values):
    """Shares of samples, rounded once."""
    nearest = [float(Fraction(float(v)).limit_denominator(1000)) for v in values]
    return np.array([f if abs(f - v) < 1e-12 else v for f, v in zip(nearest, values)])


def isotonic(fit, correct, odds):
    return exact(IsotonicRegression(out_of_bounds="clip").fit(special.expit(fit), correct).predict(special.expit(odds)))


def histogram(fit, correct, odds):
    bins = equal_mass(fit, 15)
    edges = [fit[bins == b].max() for b in np.unique(bins)][:-1]
    means = np.array([correct[bins == b].mean() for b in np.unique(bins)])
    return means[np.searchsorted(edges, odds, side="left")]


# Bins

def equal_width(p, count):
    """(lo, hi], and 0 in the first."""
    return np.clip(np.searchsorted(np.arange(count + 1) / count, p, side="left") - 1, 0, count - 1)


def equal_mass(p, count):
    """Cut behind every N / count samples, or as soon after as the value changes."""
    order = np.argsort(p, kind="stable")
    bins, start = np.empty(len(p), int), 0
    for b in range(count):
        end = max(start, len(p) * (b + 1) // count)
        while start < end < len(p) and p[order[end]] == p[order[end - 1]]:
            end += 1
        bins[order[start:end]] = b
        start = end
    return bins


BINNINGS = {"equal width": equal_width, "equal mass": equal_mass}


def gaps(p, correct, bins):
    return [(int(np.sum(bins == b)), p[bins == b].mean() - correct[bins == b].mean(), correct[bins == b].mean()) for b in np.unique(bins)]


def ece(p, correct, bins):
    return sum(n * abs(g) for n, g, _ in gaps(p, correct, bins)) / len(p)


def ks(p, correct):
    return max(abs(np.sum((p - correct)[p <= v])) for v in np.unique(p)) / len(p)


def grouping(p, correct, margin):
    """Bins of equal mass, each halved by margin where its value changes."""
    bins = equal_mass(p, 15)
    plugin = debiased = 0
    for b in np.unique(bins):
        here = np.flatnonzero(bins == b)
        here = here[np.argsort(margin[here], kind="stable")]
        middle = max(1, len(here) // 2)
        while middle < len(here) and margin[here[middle]] == margin[here[middle - 1]]:
            middle += 1
        for region in (here[:middle], here[middle:]):
            n = len(region)
            if n == 0:
                continue
            a = correct[region].mean()
            spread = n * (a - correct[here].mean()) ** 2
            plugin += spread
            if n > 1:
                debiased += spread - n * a * (1 - a) / (n - 1) * (1 - n / len(here))
    return plugin / len(p), debiased / len(p)


# Measures of one exit

def expected_order(p, wrong):
    mean = {v: wrong[p == v].mean() for v in np.unique(p)}
    return np.array([mean[v] for v in np.sort(p)[::-1]])


def of_confidence(p, correct, margin, cost):
    wrong, n = ~correct, len(p)
    risks = np.cumsum(expected_order(p, wrong)) / np.arange(1, n + 1)
    levels = np.unique(p)[::-1]
    coverage = np.array([0] + [np.mean(p >= v) for v in levels])
    risk = np.array([wrong[p >= v].mean() for v in levels])
    joint = np.array([0] + [np.mean(wrong & (p >= v)) for v in levels])
    fpr, tpr, _ = metrics.roc_curve(correct, p, drop_intermediate=False)
    r = wrong.mean()
    best = r + (1 - r) * np.log(1 - r)
    aurc = {
        "mean of prefixes": risks.mean(),
        "trapezoid of prefixes": metrics.auc(np.arange(1, n + 1) / n, risks) / (1 - 1 / n),
        "distinct thresholds": metrics.auc(coverage, np.append(risk[0], risk)),
    }
    of_right = np.where(correct, p, 1 - p)
    values = {
        ("confidence", "mean"): p.mean(),
        ("NLL", "correctness"): -np.log(of_right).mean() if of_right.min() > 0 else None,
        ("Brier", "correctness"): metrics.brier_score_loss(correct, p),
        ("KS calibration error", ""): ks(p, correct),
        ("AUROC", "correctness"): metrics.roc_auc_score(correct, p),
        ("AUPR", "success"): metrics.average_precision_score(correct, p),
        ("AUPR", "error"): metrics.average_precision_score(wrong, -p),
        ("FPR", "at 95 % TPR"): fpr[np.argmax(tpr >= 0.95)],
        ("AUGRC", ""): metrics.auc(coverage, joint),
        ("cost", "relative"): cost,
        ("accuracy", ""): correct.mean(),
    }
    for count in [5, 10, 15, 25, 50, 100]:
        values["ECE", f"{count} bins of equal width"] = ece(p, correct, equal_width(p, count))
    values["ECE", "15 bins of equal mass"] = ece(p, correct, equal_mass(p, 15))
    for name, binning in BINNINGS.items():
        how, bins = f"15 bins of {name}", gaps(p, correct, binning(p, 15))
        values["MCE", how] = max(abs(g) for _, g, _ in bins)
        values["L2 calibration error", how] = np.sqrt(sum(k * g * g for k, g, _ in bins) / n)
        values["debiased L2 calibration error", how] = np.sqrt(max(0, sum(k * (g * g - a * (1 - a) / (k - 1)) for k, g, a in bins if k > 1)) / n)
    values["grouping loss", "plug-in, split by margin"], values["grouping loss", "debiased, split by margin"] = grouping(p, correct, margin)
    for how, area in aurc.items():
        values["AURC", how], values["E-AURC", how] = area, area - best
    for share in (0.5, 0.7, 0.9):
        # The last sample that is needed counts in part.
        weights = np.clip(share * n - np.arange(n), 0, 1)
        values["accuracy at coverage", f"{100 * share:.0f} %"] = 1 - np.sum(weights * expected_order(p, wrong)) / (share * n)
    return values


def of_classes(logits, labels):
    p, classes = softmax(logits), logits.shape[-1]
    one_hot = np.eye(classes)[labels]
    values = {
        ("NLL", "classes"): -np.mean(special.log_softmax(logits.astype(np.float64), axis=-1)[np.arange(len(labels)), labels]),
        ("Brier", "classes"): np.mean(np.sum((p - one_hot) ** 2, axis=1)),
        ("class-wise KS", ""): np.mean([ks(p[:, c], one_hot[:, c]) for c in range(classes)]),
    }
    for name, binning in BINNINGS.items():
        values["class-wise ECE", f"15 bins of {name}"] = np.mean([ece(p[:, c], one_hot[:, c], binning(p[:, c], 15)) for c in range(classes)])
    return values


# Measures of the network

def leave(confidence, threshold):
    over = confidence[:-1] > threshold
    return np.where(over.any(0), over.argmax(0), len(confidence) - 1)


def frontier(confidence, correct, costs, thresholds):
    points = []
    for t in thresholds:
        exits = leave(confidence, t)
        points.append((np.mean(costs[exits]), np.mean(correct[exits, np.arange(correct.shape[1])])))
    return np.array(points)


def area(points):
    return metrics.auc(points[:, 0], points[:, 1]) / (points[-1, 0] - points[0, 0])


def at(points, budget, rule):
    over = np.flatnonzero(points[:, 0] > budget * (1 + 1e-12))
    after = over[0] if len(over) else len(points)
    if after == 0:
        return None
    if rule == "best under":
        return points[:after, 1].max()
    (cost, accuracy), (next_cost, next_accuracy) = points[after - 1], points[min(after, len(points) - 1)]
    if rule == "last before exceeding" or after == len(points):
        return accuracy
    return accuracy + (budget - cost) / (next_cost - cost) * (next_accuracy - accuracy)


def of_network(confidence, correct, costs):
    later = np.stack([correct[i + 1:].any(0) for i in range(len(correct) - 1)])
    may_leave = correct[:-1] | ~later
    deciding = confidence[:-1]
    eefp = [metrics.roc_auc_score(a, p) for a, p in zip(may_leave, deciding)]
    values = {
        ("AUROC", "correctness, mean over deciding exits"): np.mean([metrics.roc_auc_score(a, p) for a, p in zip(correct[:-1], deciding)]),
        ("AUROC", "correctness, pooled over deciding exits"): metrics.roc_auc_score(correct[:-1].ravel(), deciding.ravel()),
        ("EEFP", "mean over deciding exits"): np.mean(eefp),
        ("EEFP", "pooled over deciding exits"): metrics.roc_auc_score(may_leave.ravel(), deciding.ravel()),
    }
    curve = frontier(confidence, correct, costs, np.append(-np.inf, np.unique(deciding)))
    on_grid = frontier(confidence, correct, costs, GRID)
    values["area", "exact frontier"], values["area", "100 even thresholds"] = area(curve), area(on_grid)
    for name, budget in BUDGETS:
        for rule in ("last before exceeding", "best under", "interpolated"):
            values[f"accuracy at {name}", f"{rule}, exact frontier"] = at(curve, budget, rule)
        values[f"accuracy at {name}", "last before exceeding, 100 even thresholds"] = at(on_grid, budget, "last before exceeding")
    first = np.where(correct.any(0), correct.argmax(0), 0)
    values["accuracy", "oracle exit"], values["cost", "oracle exit"] = correct.any(0).mean(), costs[first].mean()
    return eefp, values


def of_order(raw, calibrated):
    discordant = sum(np.sum(np.sign(raw[k] - raw[:k]) * np.sign(calibrated[k] - calibrated[:k]) < 0) for k in range(1, len(raw)))
    return {
        ("Kendall's tau", "tau-b, against raw"): stats.kendalltau(raw, calibrated)[0],
        ("discordant pairs", "share, against raw"): discordant / (len(raw) * (len(raw) - 1) / 2),
        ("Spearman's rho", "mid-ranks, against raw"): stats.spearmanr(raw, calibrated)[0],
    }


# Everything

def apart(values):
    """No two numbers that differ are nearly the same, and none is nearly the edge of a bin."""
    edges = np.concatenate([np.arange(count + 1) / count for count in [5, 10, 15, 25, 50, 100]])
    near = np.diff(np.unique(np.append(values, edges)))
    assert near.min() > 1e-8, near.min()


def records(variant, logits, labels, confidence, costs, raw=None):
    """[measure, convention, variant, value of each exit or null, value of the network], joined by a line each."""
    correct = logits.argmax(-1) == labels
    margin = np.diff(np.sort(softmax(logits), axis=-1)[..., -2:], axis=-1)[..., 0]
    exits = [of_confidence(confidence[i], correct[i], margin[i], costs[i]) for i in range(len(costs))]
    if variant in ("raw", "temperature per exit", "shared temperature"):
        exits = [{**exit, **of_classes(logits[i], labels)} for i, exit in enumerate(exits)]
    if raw is not None:
        exits = [{**exit, **of_order(raw[i], confidence[i])} for i, exit in enumerate(exits)]
    for (measure, convention), _ in exits[0].items():
        values = [exit[measure, convention] for exit in exits]
        yield [measure, convention, variant, values, None]
        # Infinite at an exit, infinite on average.
        yield [measure, ", ".join(filter(None, [convention, "mean over exits"])), variant, None, None if None in values else np.mean(values)]
    eefp, network = of_network(confidence, correct, costs)
    if raw is not None:
        pooled = of_order(raw[:-1].ravel(), confidence[:-1].ravel())
        network.update({(measure, f"{convention}, pooled over deciding exits"): value for (measure, convention), value in pooled.items()})
    yield ["EEFP", "", variant, eefp, None]
    for (measure, convention), value in network.items():
        yield [measure, convention, variant, None, value]


def case(seed, classes, exits, n, size, saturated):
    random = np.random.default_rng(seed)
    pool = pools(random, exits, classes, size)
    costs = np.round(np.linspace(0.3, 1.07, exits), 3)
    fit, fit_labels = outputs(random, pool, n, 0)
    test, labels = outputs(random, pool, n, saturated)
    np.savez_compressed(here / f"validation-{classes}.npz", logits=fit, labels=fit_labels, costs=costs)
    np.savez_compressed(here / f"test-{classes}.npz", logits=test, labels=labels, costs=costs)

    raw = softmax(test).max(-1)
    apart(raw)
    rows = list(records("raw", test, labels, raw, costs))

    shared = temperature(fit, fit_labels)
    per_exit = np.array([temperature(fit[i:i + 1], fit_labels) for i in range(exits)])
    print(classes, "temperatures", per_exit, shared)
    for name, t in (("temperature per exit", per_exit), ("shared temperature", np.full(exits, shared))):
        scaled = (test.astype(np.float64) / t[:, None, None]).astype(np.float32)
        confidence = softmax(scaled).max(-1)
        apart(confidence)
        rows += records(name, scaled, labels, confidence, costs, raw)

    correct, odds, test_odds = fit.argmax(-1) == fit_labels, log_odds(fit), log_odds(test)
    for name, curve in (("Platt scaling", platt), ("beta calibration", beta), ("isotonic calibration", isotonic), ("histogram binning", histogram)):
        confidence = np.stack([curve(odds[i], correct[i], test_odds[i]) for i in range(exits)])
        if curve in (platt, beta):
            apart(confidence)
        rows += records(name, test, labels, confidence, costs, raw)
    text = ",\n".join(json.dumps(row) for row in rows)
    (here / f"values-{classes}.json").write_text(f"[\n{text}\n]\n")


case(seed=1, classes=2, exits=4, n=500, size=400, saturated=0)
case(seed=2, classes=3, exits=4, n=500, size=150, saturated=0.05)
case(seed=3, classes=10, exits=3, n=500, size=150, saturated=0.1)
