"""The papers' threshold sweep: 100 even thresholds, at each of them head after head (evaluate_earlyexiting_classification)."""
import numpy as np


def grid(folder):
    logits, labels, costs = (np.load(f"{folder}/{name}.npy") for name in ("logits", "labels", "costs"))
    thresholds = np.linspace(0, 1, 100)

    def run():
        e = np.exp(logits - logits.max(-1, keepdims=True))
        confidence = (e / e.sum(-1, keepdims=True)).max(-1)
        answers = logits.argmax(-1)
        mean_costs, accuracies = [], []
        for threshold in thresholds:
            unresolved = np.ones(len(labels), bool)
            correct, cost = 0, 0.
            for head in range(len(costs)):
                leaves = unresolved & (confidence[head] > threshold) if head < len(costs) - 1 else unresolved
                correct += np.count_nonzero(answers[head][leaves] == labels[leaves])
                cost += np.count_nonzero(leaves) * costs[head]
                unresolved = unresolved & ~leaves
            mean_costs.append(cost / len(labels))
            accuracies.append(correct / len(labels))
        return mean_costs + accuracies
    return run
