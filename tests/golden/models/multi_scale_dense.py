"""A multi-scale dense network (arXiv:1703.09844) in plain PyTorch: three scales, bottlenecks, layers of 3, 2 and 1 scales with
transitions between, its parameters named as in lib/Models. Features are a dict from scale to map."""
import torch
from torch import nn

FACTOR = [1, 2, 4]


def unit(inputs, channels, kernel, stride=1):
    layers = nn.Sequential()
    layers.add_module("conv", nn.Conv2d(inputs, channels, kernel, stride=stride, padding=kernel // 2, bias=False))
    layers.add_module("bn", nn.BatchNorm2d(channels))
    layers.add_module("relu", nn.ReLU())
    return layers


def single(inputs, channels, kernel, stride=1):
    layers = nn.Sequential()
    layers.add_module("conv", unit(inputs, channels, kernel, stride))
    return layers


def bottleneck(scale, inputs, channels, stride):
    inner = min(inputs, FACTOR[scale] * channels)
    layers = nn.Sequential()
    layers.add_module("reduce", unit(inputs, inner, 1))
    layers.add_module("conv", unit(inner, channels, 3, stride))
    return layers


class First(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.scale0 = single(3, width, 3)
        self.scale1 = single(width, 2 * width, 3, 2)
        self.scale2 = single(2 * width, 4 * width, 3, 2)

    def forward(self, x):
        fine = self.scale0(x)
        middle = self.scale1(fine)
        return {0: fine, 1: middle, 2: self.scale2(middle)}


class Dense(nn.Module):
    """channels: of scale 0 coming in, each scale having FACTOR times as many; finest: the finest scale coming in and going out."""

    def __init__(self, channels, growth, finest_in, finest_out):
        super().__init__()
        self.finest_out = finest_out
        for scale in range(finest_out, 3):
            total = growth * FACTOR[scale]
            if scale > finest_in:
                self.add_module(f"down{scale}", bottleneck(scale - 1, channels * FACTOR[scale - 1], total // 2, 2))
                self.add_module(f"same{scale}", bottleneck(scale, channels * FACTOR[scale], total // 2, 1))
            else:
                self.add_module(f"same{scale}", bottleneck(scale, channels * FACTOR[scale], total, 1))

    def forward(self, maps):
        result = {}
        for scale in range(self.finest_out, 3):
            new = [getattr(self, f"same{scale}")(maps[scale])]
            if hasattr(self, f"down{scale}"):
                new.insert(0, getattr(self, f"down{scale}")(maps[scale - 1]))
            result[scale] = torch.cat([maps[scale]] + new, 1)
        return result


class Transition(nn.Module):
    def __init__(self, channels, kept, finest):
        super().__init__()
        for scale in range(finest, 3):
            self.add_module(f"scale{scale}", single(channels * FACTOR[scale], kept * FACTOR[scale], 1))

    def forward(self, maps):
        return {scale: getattr(self, f"scale{scale}")(map) for scale, map in maps.items()}


class Block(nn.Sequential):
    def __init__(self, **steps):
        super().__init__()
        for name, step in steps.items():
            self.add_module(name, step)


class Head(nn.Module):
    def __init__(self, inputs, channels):
        super().__init__()
        self.first = unit(inputs, channels, 3, 2)
        self.second = unit(channels, channels, 3, 2)
        self.linear = nn.Linear(channels, 10)

    def forward(self, maps):
        return self.linear(self.second(self.first(maps[2])).mean((2, 3)))


def stages(width, growth):
    """Blocks of 2, 1 and 2 layers: five layers in three parts of 2, 2 and 1."""
    channels = width + 2 * growth       # after two layers of three scales
    third = channels + growth           # the third layer drops scale 0, then a transition keeps half
    fifth = third // 2 + 2 * growth     # the fifth drops scale 1, then a transition
    return [
        ("stem", Block(first=First(width))),
        ("block0", Block(layer0=Dense(width, growth, 0, 0), layer1=Dense(width + growth, growth, 0, 0))),
        ("block1", Block(layer2=Dense(channels, growth, 0, 1), transition2=Transition(third, third // 2, 1))),
        ("block2", Block(
            layer3=Dense(third // 2, growth, 1, 1), layer4=Dense(third // 2 + growth, growth, 1, 2),
            transition4=Transition(fifth, fifth // 2, 2))),
    ], [channels, third // 2, fifth // 2]
