"""A step of joint training in PyTorch."""
import numpy as np
import torch
from torch.nn import functional as F

import networks


def step(folder, network, channels_last):
    model = networks.load(network, f"{folder}/network.weights").train()
    x = torch.from_numpy(np.load(f"{folder}/images.npy"))
    labels = torch.from_numpy(np.load(f"{folder}/labels.npy"))
    if channels_last:
        model, x = model.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)
    optimiser = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=.9, weight_decay=5e-4, nesterov=True)
    exits = networks.exits(model)

    def run():
        optimiser.zero_grad(set_to_none=True)
        features, loss = x, 0
        for segment, head in exits:
            for stage in segment:
                features = stage(features)
            loss = loss + F.cross_entropy(head(features), labels)
        loss = loss / len(exits)
        loss.backward()
        optimiser.step()
        return [loss.item()]
    return run


def heads(folder, network):
    """The early heads on a frozen backbone in evaluation mode, which is computed at each step."""
    model = networks.load(network, f"{folder}/network.weights").eval()
    x = torch.from_numpy(np.load(f"{folder}/images.npy"))
    labels = torch.from_numpy(np.load(f"{folder}/labels.npy"))
    exits = networks.exits(model)[:-1]
    parameters = [parameter for _, head in exits for parameter in head.parameters()]
    optimiser = torch.optim.SGD(parameters, lr=1e-3, momentum=.9, weight_decay=5e-4, nesterov=True)

    def run():
        optimiser.zero_grad(set_to_none=True)
        features, seen = x, []
        with torch.no_grad():
            for segment, _ in exits:
                for stage in segment:
                    features = stage(features)
                seen.append(features)
        loss = sum(F.cross_entropy(head(features), labels) for features, (_, head) in zip(seen, exits)) / len(exits)
        loss.backward()
        optimiser.step()
        return [loss.item()]
    return run
