"""Files that NumPy writes, as PyTorch users would, and some that must be refused. numpy 1.24.2, python 3.11.

    python3 make.py              writes the golden files beside this script
    python3 make.py FILE.npz     shows how NumPy reads a file that EarlyExit wrote
"""
import json
import sys
from pathlib import Path

import numpy as np

here = Path(__file__).parent
if len(sys.argv) > 1:
    with np.load(sys.argv[1], allow_pickle=False) as file:
        for key in file.files:
            print(key, file[key].dtype, file[key].shape, file[key].ravel()[:4])
    sys.exit()

random = np.random.default_rng(0)
logits = np.round(random.normal(size=(3, 4, 5)), 2).astype(np.float32)
labels = np.array([0, 4, 2, 1])
costs = np.array([0.25, 0.5, 1.0625])
info = dict(network="tiny", dataSet="made up", split="test", regime="joint", seed=7, variant="a")
text = np.frombuffer(json.dumps(info).encode(), np.uint8)

np.savez(here / "plain.npz", logits=logits, labels=labels, costs=costs)
np.savez_compressed(here / "with-info.npz", logits=logits, labels=labels.astype(np.int32), costs=costs, info=text)
np.savez(here / "half.npz", logits=logits.astype(np.float16), labels=labels.astype(np.uint8), costs=costs.astype(np.float32))
np.savez(here / "double.npz", logits=logits.astype(np.float64), labels=labels, costs=np.array([1, 2, 4]))
np.savez_compressed(here / "constant.npz", logits=np.zeros((2, 5000, 10), np.float32), labels=np.zeros(5000, int), costs=np.array([0.5, 1.0]))

np.savez(here / "bad-object.npz", logits=np.array([[["a"]]], object), labels=labels, costs=costs)
np.savez(here / "bad-big-endian.npz", logits=logits.astype(">f4"), labels=labels, costs=costs)
np.savez(here / "bad-fortran.npz", logits=np.asfortranarray(logits), labels=labels, costs=costs)
np.savez(here / "bad-structured.npz", logits=np.zeros(3, [("a", "<f4"), ("b", "<i4")]), labels=labels, costs=costs)
np.savez(here / "bad-bool.npz", logits=logits > 0, labels=labels, costs=costs)
np.savez(here / "bad-labels-float.npz", logits=logits, labels=labels.astype(float), costs=costs)
np.savez(here / "bad-labels-range.npz", logits=logits, labels=labels + 1, costs=costs)
np.savez(here / "bad-labels-huge.npz", logits=logits, labels=labels + 2**40, costs=costs)
np.savez(here / "bad-labels-short.npz", logits=logits, labels=labels[:3], costs=costs)
np.savez(here / "bad-costs-order.npz", logits=logits, labels=labels, costs=costs[::-1])
np.savez(here / "bad-costs-count.npz", logits=logits, labels=labels, costs=costs[:2])
np.savez(here / "bad-missing.npz", logits=logits, labels=labels)
np.savez(here / "bad-dimensions.npz", logits=logits[0], labels=labels, costs=costs)
np.savez(here / "bad-nan.npz", logits=np.where(logits > 1.5, np.nan, logits), labels=labels, costs=costs)
np.savez(here / "bad-info.npz", logits=logits, labels=labels, costs=costs, info=np.frombuffer(b"[1]", np.uint8))
np.save(here / "bad-single.npy", logits)
(here / "plain.json").write_text(json.dumps(dict(logits=logits.ravel().tolist(), labels=labels.tolist(), costs=costs.tolist())))
