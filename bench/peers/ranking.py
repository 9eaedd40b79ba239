"""Measures of one score as one computes them in Python."""
import numpy as np
from scipy.stats import kendalltau
from sklearn.metrics import roc_auc_score


def arrays(folder, *names):
    return [np.load(f"{folder}/{name}.npy") for name in names]


def aurc_of(confidence, correct):
    wrong = 1 - correct[np.argsort(-confidence, kind="stable")].astype(np.float64)
    return (np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean()


def ece_of(confidence, correct, bins=15):
    """The loop over bins of Guo et al. 2017."""
    edges = np.linspace(0, 1, bins + 1)
    total = 0.
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += abs(confidence[inside].mean() - correct[inside].mean()) * inside.mean()
    return total


def auroc(folder):
    confidence, correct = arrays(folder, "confidences", "correct")
    return lambda: [roc_auc_score(correct, confidence)]


def aurc(folder):
    confidence, correct = arrays(folder, "confidences", "correct")
    return lambda: [aurc_of(confidence, correct)]


def ece(folder):
    confidence, correct = arrays(folder, "confidences", "correct")
    return lambda: [ece_of(confidence, correct)]


def kendall(folder):
    confidence, other = arrays(folder, "confidences", "other")
    return lambda: [kendalltau(confidence, other)[0]]
