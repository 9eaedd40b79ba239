"""Values of the measures by scikit-learn, SciPy and NumPy. scikit-learn 1.2.1, scipy 1.10.1, numpy 1.24.2, python 3.11."""
import json
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn import metrics

here = Path(__file__).parent


def ece(confidence, correct, edges):
    """Bins (lo, hi], the first one with lo as well."""
    bins = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, len(edges) - 2)
    return sum(np.sum(bins == b) / len(bins) * abs(confidence[bins == b].mean() - correct[bins == b].mean()) for b in np.unique(bins))


def ranked(seed, n, steps):
    """Scores in [0, 1] with ties (multiples of 1 / steps), and labels that go with them."""
    random = np.random.default_rng(seed)
    scores = np.round(random.beta(3, 1.5, n) * steps) / steps
    labels = random.random(n) < scores ** 1.5
    values = dict(
        auroc=metrics.roc_auc_score(labels, scores),
        ece15=ece(scores, labels, np.arange(16) / 15),
        ece7=ece(scores, labels, np.arange(8) / 7),
    )
    return dict(scores=scores.tolist(), labels=labels.astype(int).tolist(), values=values)


def interval(seed, n):
    values = np.random.default_rng(seed).normal(0.6, 0.05, n)
    low, high = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
    low99, high99 = stats.t.interval(0.99, n - 1, values.mean(), stats.sem(values))
    return dict(values=values.tolist(), expected=[values.mean(), low, high, low99, high99])


sizes = [(10, 4), (50, 10), (200, 1000), (500, 15), (1000, 7)]
(here / "ranked.json").write_text(json.dumps([ranked(seed, n, steps) for seed, (n, steps) in enumerate(sizes)]))
(here / "intervals.json").write_text(json.dumps([interval(seed, n) for seed, n in enumerate([2, 3, 5, 30])]))
