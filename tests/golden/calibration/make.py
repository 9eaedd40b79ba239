"""Calibrators by scikit-learn and SciPy. scikit-learn 1.2.1, scipy 1.10.1, numpy 1.24.2, python 3.11."""
import json
from pathlib import Path

import numpy as np
from scipy import optimize, special
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

here = Path(__file__).parent
PENALTY = 1e-2


def outputs(seed, n, classes):
    """Over-confident logits that know the easy samples."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, classes, n)
    ease = random.random((n, 1))
    logits = 2.5 * (random.normal(size=(n, classes)) + 3 * ease * np.eye(classes)[labels]) + 0.5 * np.arange(classes)
    return np.round(logits, 3).astype(np.float32).astype(np.float64), labels


def nll(logits, labels):
    return np.mean(special.logsumexp(logits, axis=1) - logits[np.arange(len(labels)), labels])


def minimise(loss, start):
    """BFGS with differences for slopes, started again where it stopped until nothing moves."""
    best = start
    for _ in range(5):
        best = optimize.minimize(loss, best, method="BFGS", options=dict(gtol=1e-9, maxiter=5000)).x
    return best


def affine(parameters, x, classes):
    if len(parameters) == 2 * classes:
        return x * parameters[:classes] + parameters[classes:]
    return x @ parameters[: classes**2].reshape(classes, classes).T + parameters[classes**2:]


def fit_affine(x, labels, classes, full):
    off = 1 - np.eye(classes)

    def loss(p):
        penalty = 0
        if full:
            w = p[: classes**2].reshape(classes, classes)
            penalty = PENALTY * (np.sum((w * off) ** 2) / (classes * (classes - 1)) + np.mean(p[classes**2:] ** 2))
        return nll(affine(p, x, classes), labels) + penalty

    start = np.concatenate([np.eye(classes).ravel() if full else np.ones(classes), np.zeros(classes)])
    p = minimise(loss, start)
    return p, loss(p)


def features(logits):
    p = special.softmax(logits, axis=1)
    z, top = np.sort(logits, axis=1)[:, ::-1], np.sort(p, axis=1)[:, ::-1]
    return np.stack([
        z[:, 0] - special.logsumexp(z[:, 1:], axis=1), top[:, 0] - top[:, 1], np.sum(special.xlogy(p, p), axis=1),
        top[:, 0], top[:, 1], top[:, 2], z[:, 0] - z[:, 1], z[:, 1] - z[:, 2]], axis=1)


def case(seed, classes):
    fit, fit_labels = outputs(seed, 250, classes)
    test, test_labels = outputs(seed + 100, 40, classes)
    values = {}

    log_t = optimize.minimize_scalar(lambda t: nll(fit / np.exp(t), fit_labels), bounds=(-4, 4), method="bounded", options=dict(xatol=1e-12)).x
    values["temperature"] = [float(np.exp(log_t))]

    for name, full, view in [("vector scaling", False, None), ("matrix scaling", True, None), ("Dirichlet calibration", True, special.log_softmax)]:
        x, y = (fit, test) if view is None else (view(fit, axis=1), view(test, axis=1))
        p, loss = fit_affine(x, fit_labels, classes, full)
        values[name] = special.softmax(affine(p, y, classes), axis=1).max(axis=1).tolist()
        values[name + " loss"] = [loss]

    correct = fit.argmax(1) == fit_labels
    odds, test_odds = features(fit)[:, 0], features(test)[:, 0]
    c, test_c = special.expit(odds), special.expit(test_odds)

    right = correct.sum()
    target = np.where(correct, (right + 1) / (right + 2), 1 / (len(correct) - right + 2))
    a, b = minimise(lambda p: np.mean(np.logaddexp(0, p[0] * odds + p[1]) - target * (p[0] * odds + p[1])), np.zeros(2))
    values["Platt scaling"] = special.expit(a * test_odds + b).tolist()
    theirs = _SigmoidCalibration().fit(odds, correct).predict(test_odds)
    assert np.max(np.abs(theirs - values["Platt scaling"])) < 1e-4

    def beta(p):
        z = p[0] * np.log(c) - p[1] * np.log1p(-c) + p[2]
        return np.mean(np.logaddexp(0, z) - correct * z)

    p = optimize.minimize(beta, [1, 1, 0], bounds=[(0, None), (0, None), (None, None)], method="L-BFGS-B", options=dict(ftol=1e-15, gtol=1e-10)).x
    values["beta calibration"] = special.expit(p[0] * np.log(test_c) - p[1] * np.log1p(-test_c) + p[2]).tolist()

    # Confidences in steps, so that there are ties.
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(c, correct)
    values["isotonic calibration"] = isotonic.predict(test_c).tolist()

    x = features(fit)
    mean, deviation = x.mean(0), x.std(0)
    model = LogisticRegression(C=1 / (1e-4 * len(x)), tol=1e-12, max_iter=100000, solver="newton-cholesky").fit((x - mean) / deviation, correct)
    values["logistic on correctness"] = model.predict_proba((features(test) - mean) / deviation)[:, 1].tolist()

    return dict(classes=classes, fit=fit.ravel().tolist(), fitLabels=fit_labels.tolist(), test=test.ravel().tolist(),
                testLabels=test_labels.tolist(), values=values)


(here / "calibrators.json").write_text(json.dumps([case(seed, classes) for seed, classes in enumerate([3, 5])]))
