"""The loss of every exit on a plane through the network, filter-normalised (Li et al. 2018), one pass of the network per exit."""
import numpy as np
import torch
from torch.nn import functional as F

import networks


def directions(model):
    for parameter in model.parameters():
        if parameter.ndim < 2:
            yield None
            continue
        pair = []
        for _ in range(2):
            direction = torch.randn_like(parameter)
            norms = [value.flatten(1).norm(dim=1).view(-1, *[1] * (parameter.ndim - 1)) for value in (parameter, direction)]
            pair.append(direction * norms[0] / norms[1])
        yield pair


def one_pass_per_exit(folder, grid):
    model = networks.load("resnet14w8", f"{folder}/network.weights").eval().to(memory_format=torch.channels_last)
    x = torch.from_numpy(np.load(f"{folder}/images.npy")).contiguous(memory_format=torch.channels_last)
    labels = torch.from_numpy(np.load(f"{folder}/labels.npy"))
    coordinates = np.linspace(-.5, .5, grid)
    exits = len(model.heads)
    with torch.no_grad():
        home = [parameter.clone() for parameter in model.parameters()]
        moves = list(directions(model))

    @torch.no_grad()
    def run():
        surfaces = np.zeros((exits, grid, grid))
        for row, b in enumerate(coordinates):
            for column, a in enumerate(coordinates):
                for parameter, start, pair in zip(model.parameters(), home, moves):
                    if pair is not None:
                        parameter.copy_(start + a * pair[0] + b * pair[1])
                for exit in range(exits):
                    surfaces[exit, row, column] = F.cross_entropy(model(x)[exit], labels).item()
        return surfaces[:, grid // 2, grid // 2].tolist()
    return run
