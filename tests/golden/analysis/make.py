"""Singular values and ranks of matrices by NumPy and SciPy. numpy 1.24.2, scipy 1.10.1, python 3.11."""
import json
from pathlib import Path

import numpy as np
from scipy import linalg, stats

rng = np.random.default_rng(4)


def matrix(rows, columns, spectrum, shift):
    """Random singular vectors with the given singular values, and a mean that is not 0."""
    k = len(spectrum)
    u = linalg.qr(rng.standard_normal((rows, k)), mode="economic")[0]
    v = linalg.qr(rng.standard_normal((columns, k)), mode="economic")[0]
    return ((u * spectrum) @ v.T + shift).astype(np.float32)


def facts(x):
    s = linalg.svdvals(x.astype(np.float64))
    return {
        "values": s.tolist(),
        "numpy": int(np.linalg.matrix_rank(x)),
        "relative": int(np.linalg.matrix_rank(x.astype(np.float64), tol=1e-3 * s[0])),
        "stable": float(np.linalg.norm(x.astype(np.float64)) ** 2 / np.linalg.norm(x.astype(np.float64), 2) ** 2),
        "entropy": float(np.exp(stats.entropy(s))),
    }


cases = []
for rows, columns, spectrum, shift in [
    (24, 10, np.linspace(3, 1, 10), 0.0),
    (9, 31, 10.0 ** -np.linspace(0, 5, 9), 0.5),
    (20, 20, [5, 4, 3, 1, 0.001, 0.002], 0.0),
    (30, 12, [2, 1, 1], 2.0),
]:
    x = matrix(rows, columns, np.array(spectrum), shift)
    cases.append({
        "rows": rows, "columns": columns, "matrix": x.flatten().tolist(),
        "plain": facts(x), "centred": facts((x.astype(np.float64) - x.astype(np.float64).mean(0)).astype(np.float32)),
    })
(Path(__file__).parent / "ranks.json").write_text(json.dumps(cases))
