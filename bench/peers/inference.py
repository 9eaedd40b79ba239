"""Exits evaluated in a Python loop, the batch shrinking as samples leave."""
import numpy as np
import torch

import networks


def early_exit(folder, batch, count, channels_last, threads):
    model = networks.load("resnet14", f"{folder}/network.weights").eval()
    images = torch.from_numpy(np.load(f"{folder}/images.npy"))[:count]
    thresholds = np.load(f"{folder}/thresholds.npy").tolist()
    if channels_last:
        model, images = model.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
    batches, exits = images.split(batch), networks.exits(model)

    @torch.inference_mode()
    def predict(x):
        labels = torch.zeros(len(x), dtype=torch.int64)
        left = torch.full((len(x),), len(exits) - 1)
        waiting = torch.arange(len(x))
        for exit, (segment, head) in enumerate(exits):
            for stage in segment:
                x = stage(x)
            confidence, label = head(x).softmax(1).max(1)
            if exit == len(exits) - 1:
                labels[waiting] = label
                break
            leaves = confidence > thresholds[exit]
            if leaves.any():
                gone = waiting[leaves]
                labels[gone], left[gone] = label[leaves], exit
                x, waiting = x[~leaves], waiting[~leaves]
                if len(waiting) == 0:
                    break
        return labels, left

    def run():
        others = torch.get_num_threads()
        torch.set_num_threads(threads)
        left = torch.cat([predict(x)[1] for x in batches]).tolist()
        torch.set_num_threads(others)
        return left
    return run
