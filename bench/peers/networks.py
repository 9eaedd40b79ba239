"""The networks of the rows in PyTorch: the modules are those that tests/golden/models holds lib/Models against."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "golden" / "models"))

import numpy as np
import torch
from torch.nn import functional as F

import make
import multi_scale_dense as msd
import vision_transformer as vit

TYPES = {6: np.dtype("<f4"), 4: np.dtype("<i8")}


class PatchEmbedding(vit.PatchEmbedding):
    """As one writes it for speed."""

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        return torch.cat([self.token.expand(len(x), -1, -1), x], 1) + self.positions


def with_heads(stages, heads):
    return make.Network(stages, {stage: (name, head) for stage, (name, head) in heads.items()})


def resnet(depth, width=16):
    stages, heads, inputs, side = [("stem", make.Stem(3, width))], {}, width, 32
    blocks = (depth - 2) // 2
    for block in range(blocks):
        group = block // (blocks // 3)
        stride = 2 if group and block % (blocks // 3) == 0 else 1
        stages.append((f"block{block}", make.Block(inputs, width << group, stride, False)))
        inputs, side = width << group, side // stride
        last = block == blocks - 1
        heads[f"block{block}"] = ("classifier", make.LinearHead(inputs)) if last else (f"head{block}", make.PooledHead(inputs, side))
    return with_heads(stages, heads)


def resnet14():
    return resnet(14)


def resnet14w8():
    return resnet(14, 8)


def resnet20():
    return resnet(20)


def msdnet():
    return make.msdnet(16, 6, 128)


def vit_tiny(dim=192, depth=12, attention_heads=3):
    stages = [("stem", PatchEmbedding(3, 32, dim, 4))] + [(f"block{i}", vit.TransformerBlock(dim, attention_heads, 4 * dim)) for i in range(depth)]
    return with_heads(stages, {
        f"block{i}": ("classifier" if i == depth - 1 else f"head{i}", vit.ClassTokenHead(dim)) for i in range(depth)})


def load(name, path):
    """A network by name with the weights of a file that lib/Models has saved."""
    network = globals()[name]()
    network.load_state_dict(weights(Path(path).read_bytes()))
    return network


def weights(data):
    place, state = 0, {}

    def number():
        nonlocal place
        value, shift = 0, 0
        while True:
            byte = data[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    for _ in range(number()):
        length = number()
        name, place = data[place:place + length].decode(), place + length
        kind, shape = TYPES[number()], None
        shape = [number() for _ in range(number())]
        count = int(np.prod(shape, dtype=np.int64))
        state[name] = torch.from_numpy(np.frombuffer(data, kind, count, place).reshape(shape).copy())
        place += count * kind.itemsize
    return state


def exits(network):
    """(stages up to the exit, its head), exit by exit."""
    segments, segment = [], []
    for name, stage in network.stages:
        segment.append(stage)
        if name in network.heads:
            segments.append((segment, network.heads[name][1]))
            segment = []
    return segments
