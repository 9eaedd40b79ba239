"""Values of the measures by scikit-learn, SciPy and NumPy. scikit-learn 1.2.1, scipy 1.10.1, numpy 1.24.2, python 3.11."""
import json
from pathlib import Path

import numpy as np
from scipy import special, stats
from sklearn import metrics

here = Path(__file__).parent


def write(name, cases):
    (here / name).write_text(json.dumps(cases))


def bins_of(confidence, edges):
    """Bins (lo, hi], the first one with lo as well."""
    return np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, len(edges) - 2)


def gaps(confidence, correct, bins):
    """Weight and signed distance of each bin that has samples."""
    return [(np.mean(bins == b), confidence[bins == b].mean() - correct[bins == b].mean()) for b in np.unique(bins)]


def ece(confidence, correct, count):
    return sum(w * abs(g) for w, g in gaps(confidence, correct, bins_of(confidence, np.arange(count + 1) / count)))


def ks(confidence, correct):
    """Largest distance of the two cumulative sums, at distinct confidences."""
    return max(abs(np.sum((confidence - correct)[confidence <= c])) for c in np.unique(confidence)) / len(confidence)


def random_order(scores, wrong, draws=2000):
    """The errors by falling score, ties in random order; one row per draw."""
    random = np.random.default_rng(0)
    return np.stack([wrong[np.lexsort((random.random(len(scores)), -scores))] for _ in range(draws)])


def expected_order(scores, wrong):
    """The errors by falling score, each replaced by the mean of its group of equal scores."""
    mean = {s: wrong[scores == s].mean() for s in np.unique(scores)}
    return np.array([mean[s] for s in np.sort(scores)[::-1]])


def ranked(seed, n, steps):
    """Scores in [0, 1] with ties (multiples of 1 / steps), and labels that go with them."""
    random = np.random.default_rng(seed)
    scores = np.round(random.beta(3, 1.5, n) * steps) / steps
    labels = random.random(n) < scores ** 1.5
    wrong = ~labels
    risks = np.cumsum(expected_order(scores, wrong)) / np.arange(1, n + 1)
    coverage = np.arange(1, n + 1) / n
    levels = np.unique(scores)[::-1]
    level_coverage = np.array([0] + [np.mean(scores >= s) for s in levels])
    level_risk = np.array([wrong[scores >= s].mean() for s in levels])
    level_risk = np.append(level_risk[0], level_risk)
    joint_risk = np.array([0] + [np.mean(wrong & (scores >= s)) for s in levels])
    fpr, tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    width = gaps(scores, labels, bins_of(scores, np.arange(16) / 15))
    r = wrong.mean()
    best = r + (1 - r) * np.log(1 - r)
    values = dict(
        auroc=metrics.roc_auc_score(labels, scores),
        auprSuccess=metrics.average_precision_score(labels, scores),
        auprError=metrics.average_precision_score(wrong, -scores),
        fprAt95=fpr[np.argmax(tpr >= 0.95)],
        fprAt80=fpr[np.argmax(tpr >= 0.80)],
        aurcPrefixes=risks.mean(),
        aurcTrapezoid=metrics.auc(coverage, risks) / (1 - 1 / n),
        aurcDistinct=metrics.auc(level_coverage, level_risk),
        excessAurc=risks.mean() - best,
        augrc=metrics.auc(level_coverage, joint_risk),
        ece15=ece(scores, labels, 15),
        ece7=ece(scores, labels, 7),
        mce=max(abs(g) for _, g in width),
        l2=np.sqrt(sum(w * g * g for w, g in width)),
        ks=ks(scores, labels),
        brier=metrics.brier_score_loss(labels, scores),
    )
    # The rule for ties, against shuffling them.
    assert abs(np.mean(np.cumsum(random_order(scores, wrong), 1) / np.arange(1, n + 1)) - values["aurcPrefixes"]) < 2e-3
    return dict(scores=scores.tolist(), labels=labels.astype(int).tolist(), values=values)


def pairs(seed, n, steps):
    """Two lists that go together, with ties, and a third."""
    random = np.random.default_rng(seed)
    z = random.normal(size=n)
    x = np.round((z + random.normal(size=n)) * steps) / steps
    y = np.round((z - 0.5 * random.normal(size=n)) * steps) / steps
    z = np.round(z * steps) / steps

    def partial(r):
        xy, xz, yz = r(x, y)[0], r(x, z)[0], r(y, z)[0]
        return (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))

    dx, dy = np.sign(x[:, None] - x), np.sign(y[:, None] - y)
    values = dict(
        pearson=stats.pearsonr(x, y)[0], spearman=stats.spearmanr(x, y)[0], kendall=stats.kendalltau(x, y)[0],
        partialPearson=partial(stats.pearsonr), partialSpearman=partial(stats.spearmanr), partialKendall=partial(stats.kendalltau),
        discordant=int(np.sum(dx * dy < 0) // 2), concordant=int(np.sum(dx * dy > 0) // 2),
    )
    return dict(x=x.tolist(), y=y.tolist(), z=z.tolist(), ranks=stats.rankdata(x).tolist(), values=values)


def classes(seed, n, c, scale):
    """Logits of one exit, with labels."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, c, n)
    logits = (scale * random.normal(size=(n, c)) + 1.5 * np.eye(c)[labels]).astype(np.float32)
    z = logits.astype(np.float64)
    p = special.softmax(z, axis=1)
    top = np.sort(p, axis=1)
    values = dict(
        nll=metrics.log_loss(labels, p, labels=range(c)),
        brier=np.mean(np.sum((p - np.eye(c)[labels]) ** 2, axis=1)),
        classWise=np.mean([ece(p[:, k], labels == k, 15) for k in range(c)]),
        classWiseKs=np.mean([ks(p[:, k], labels == k) for k in range(c)]),
    )
    scores = {
        "max softmax": top[:, -1], "entropy": -stats.entropy(p, axis=1), "margin": top[:, -1] - top[:, -2],
        "energy": special.logsumexp(z, axis=1), "log-odds": special.logit(top[:, -1]),
    }
    return dict(logits=logits.ravel().tolist(), labels=labels.tolist(), classes=c, values=values,
                scores={name: score.tolist() for name, score in scores.items()})


def interval(seed, n):
    values = np.random.default_rng(seed).normal(0.6, 0.05, n)
    low, high = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
    low99, high99 = stats.t.interval(0.99, n - 1, values.mean(), stats.sem(values))
    return dict(values=values.tolist(), expected=[values.mean(), low, high, low99, high99])


write("ranked.json", [ranked(seed, n, steps) for seed, (n, steps) in enumerate([(10, 4), (50, 10), (200, 1000), (500, 15), (1000, 7)])])
write("pairs.json", [pairs(seed, n, steps) for seed, (n, steps) in enumerate([(5, 2), (40, 1), (101, 1000), (300, 2)])])
write("classes.json", [classes(seed, n, c, s) for seed, (n, c, s) in enumerate([(20, 2, 1), (50, 3, 3), (60, 10, 4), (30, 23, 2), (7, 5, 8)])])
write("intervals.json", [interval(seed, n) for seed, n in enumerate([2, 3, 5, 30])])
