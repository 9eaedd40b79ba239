"""The proxies of lib/Metrics/Proxies.cs, in its order, with NumPy and scikit-learn."""
import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from ranking import aurc_of, ece_of


def excess_aurc(confidence, correct):
    risk = 1 - correct.mean()
    return aurc_of(confidence, correct) - (risk + (1 - risk) * np.log(1 - risk))


def augrc(confidence, correct):
    accuracy = correct.mean()
    return (1 - roc_auc_score(correct, confidence)) * accuracy * (1 - accuracy) + (1 - accuracy) ** 2 / 2


def fpr_at_95(confidence, correct):
    fpr, tpr, _ = roc_curve(correct, confidence, drop_intermediate=False)
    return fpr[np.argmax(tpr >= .95)]


def standard(folder):
    logits, labels = (np.load(f"{folder}/{name}.npy") for name in ("logits", "labels"))

    def run():
        z = logits.astype(np.float64)
        z = z - z.max(-1, keepdims=True)
        p = np.exp(z)
        sums = p.sum(-1, keepdims=True)
        p /= sums
        confidence, right = p.max(-1), logits.argmax(-1) == labels
        exits, n = confidence.shape
        later = np.zeros((exits, n), bool)
        for exit in range(exits - 2, -1, -1):
            later[exit] = later[exit + 1] | right[exit + 1]
        may_leave = right | ~later

        def mean(measure, target=right, exits=exits):
            return np.mean([measure(confidence[exit], target[exit]) for exit in range(exits)])

        def auroc(c, t):
            return roc_auc_score(t, c)

        of_label = np.arange(n), labels
        log_p = z - np.log(sums)
        return [
            -mean(ece_of), mean(auroc, exits=exits - 1), -mean(aurc_of), mean(auroc, may_leave, exits - 1),
            auroc(confidence[:-1].ravel(), may_leave[:-1].ravel()), auroc(confidence[:-1].ravel(), right[:-1].ravel()),
            -mean(excess_aurc), -mean(augrc), -mean(fpr_at_95),
            mean(lambda c, t: average_precision_score(~t, -c)),
            np.mean([log_p[exit][of_label].mean() for exit in range(exits)]),
            -np.mean([((p[exit] ** 2).sum(-1) + 1 - 2 * p[exit][of_label]).mean() for exit in range(exits)]),
            right.mean(),
        ]
    return run
