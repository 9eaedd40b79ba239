"""Golden values for tests/Models: the networks of lib/Models written again in PyTorch, with weights, a batch and its logits.

Run: python3 make.py   (made with Python 3.11, torch 1.13.1)
Per case: NAME.weights in TorchSharp's file format; raw float32 files, little-endian:
NAME.input [2, ...], NAME.eval and NAME.train [L, 2, 10], the logits in evaluation mode and, computed in float64, in training mode.
"""
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

import efficient
import multi_scale_dense as msd
import vision_transformer as vit
from weights_file import save

FOLDER = Path(__file__).parent


class Stem(nn.Module):
    def __init__(self, inputs, channels):
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class StridedIdentity(nn.Module):
    def __init__(self, extra):
        super().__init__()
        self.extra = extra

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.extra // 2, self.extra - self.extra // 2))


class Block(nn.Module):
    def __init__(self, inputs, channels, stride, identity):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        if stride == 1 and inputs == channels:
            self.shortcut = nn.Identity()
        elif identity:
            self.shortcut = StridedIdentity(channels - inputs)
        else:
            self.shortcut = nn.Sequential()
            self.shortcut.add_module("conv", nn.Conv2d(inputs, channels, 1, stride=stride, bias=False))
            self.shortcut.add_module("bn", nn.BatchNorm2d(channels))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class Perceptron(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)

    def forward(self, x):
        return F.relu(self.linear(x.flatten(1)))


class LinearHead(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 10)

    def forward(self, x):
        return self.linear(x.mean((2, 3)) if x.ndim == 4 else x)


class FlattenedHead(LinearHead):
    def forward(self, x):
        return self.linear(x.flatten(1))


class MixedPool(nn.Module):
    def __init__(self):
        super().__init__()
        self.mix = nn.Parameter(torch.rand(1))

    def forward(self, x):
        side = min(4, x.shape[-1])
        return self.mix * F.adaptive_max_pool2d(x, side) + (1 - self.mix) * F.adaptive_avg_pool2d(x, side)


class PooledHead(nn.Module):
    def __init__(self, channels, side):
        super().__init__()
        self.pool = MixedPool()
        self.linear = nn.Linear(channels * min(4, side) ** 2, 10)

    def forward(self, x):
        return self.linear(self.pool(x).flatten(1))


def conv_head(channels, side, layers):
    head = nn.Sequential()
    for i in range(layers):
        head.add_module(f"conv{i}", nn.Conv2d(channels >> i, channels >> i + 1, 3, padding=1))
        head.add_module(f"relu{i}", nn.ReLU())
    head.add_module("pooled", PooledHead(channels >> layers, side))
    return head


class Network(nn.Module):
    """stages: (name, module) in order; heads: after which stage -> (name, module)."""

    def __init__(self, stages, heads):
        super().__init__()
        for name, module in stages + list(heads.values()):
            self.add_module(name, module)
        self.stages, self.heads = stages, heads

    def forward(self, x):
        logits = []
        for name, stage in self.stages:
            x = stage(x)
            if name in self.heads:
                logits.append(self.heads[name][1](x))
        return torch.stack(logits)


def resnet8(identity, heads):
    stages = [("stem", Stem(3, 4)), ("block0", Block(4, 4, 1, identity)), ("block1", Block(4, 8, 2, identity)), ("block2", Block(8, 16, 2, identity))]
    return Network(stages, {**heads, "block2": ("classifier", LinearHead(16))})


def vgg11(width, heads):
    stages, inputs = [], 3
    for group, (channels, layers) in enumerate(zip([1, 2, 4, 8, 8], [1, 1, 2, 2, 2])):
        for layer in range(layers):
            stage = nn.Sequential()
            stage.add_module("conv", nn.Conv2d(inputs, channels * width, 3, padding=1, bias=False))
            stage.add_module("bn", nn.BatchNorm2d(channels * width))
            stage.add_module("relu", nn.ReLU())
            # An image of 16 x 16 is 1 x 1 before the fifth pooling.
            if layer == layers - 1 and group < 4:
                stage.add_module("pool", nn.MaxPool2d(2))
            stages.append((f"conv{len(stages)}", stage))
            inputs = channels * width
    return Network(stages, {**heads, "conv7": ("classifier", LinearHead(inputs))})


def vit2(dim, heads):
    stages = [("stem", vit.PatchEmbedding(3, 8, dim, 4))] + [(f"block{i}", vit.TransformerBlock(dim, 3, 20)) for i in range(2)]
    return Network(stages, {**heads, "block1": ("classifier", vit.ClassTokenHead(dim))})


def msdnet(width, growth, head):
    stages, channels = msd.stages(width, growth)
    return Network(stages, {
        name: (where, msd.Head(4 * inputs, head))
        for name, where, inputs in zip(["block0", "block1", "block2"], ["head0", "head1", "classifier"], channels)})


def unit(inputs, channels, kernel, stride=1, active=True):
    layers = nn.Sequential()
    layers.add_module("conv", nn.Conv2d(inputs, channels, kernel, stride, kernel // 2, bias=False))
    layers.add_module("bn", nn.BatchNorm2d(channels))
    if active:
        layers.add_module("relu", nn.ReLU())
    return layers


class Bottleneck(nn.Module):
    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.narrow = unit(inputs, channels, 1)
        self.spatial = unit(channels, channels, 3, stride)
        self.wide = unit(channels, 4 * channels, 1, active=False)
        self.shortcut = nn.Identity() if inputs == 4 * channels and stride == 1 else unit(inputs, 4 * channels, 1, stride, active=False)

    def forward(self, x):
        return F.relu(self.wide(self.spatial(self.narrow(x))) + self.shortcut(x))


def resnet_images(width, groups, bottlenecks, large_stem, heads=()):
    stem = unit(3, width, 7, 2) if large_stem else unit(3, width, 3)
    if large_stem:
        stem.add_module("pool", nn.MaxPool2d(3, 2, 1))
    stages, inputs, channels = [("stem", stem)], width, []
    for group, blocks in enumerate(groups):
        for n in range(blocks):
            planes, stride = width << group, 2 if group and not n else 1
            block = Bottleneck(inputs, planes, stride) if bottlenecks else Block(inputs, planes, stride, False)
            stages.append((f"block{len(channels)}", block))
            inputs = planes * (4 if bottlenecks else 1)
            channels.append(inputs)
    return with_linear_heads(stages, channels, heads, LinearHead(inputs))


def efficient_net(table, width, depth, heads):
    stages, channels, top = efficient.stages(table, width, depth)
    return with_linear_heads(stages, channels, heads, top)


def with_linear_heads(stages, channels, after, classifier):
    heads = {f"block{block}": (f"head{i}", LinearHead(channels[block])) for i, block in enumerate(after)}
    return Network(stages, {**heads, f"block{len(channels) - 1}": ("classifier", classifier)})


def write(name, network, shape):
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, .5, 1.5)
            nn.init.normal_(module.bias, 0, .2)
            nn.init.normal_(module.running_mean, 0, .3)
            nn.init.uniform_(module.running_var, .5, 2)
    save(network, FOLDER / f"{name}.weights")
    x = torch.randn(2, *shape)
    x.numpy().tofile(FOLDER / f"{name}.input")
    with torch.no_grad():
        network.eval()(x).numpy().tofile(FOLDER / f"{name}.eval")
        # Two samples and maps of one pixel: batch norm then multiplies every rounding, so the truth is that of float64.
        network.double().train()(x.double()).float().numpy().tofile(FOLDER / f"{name}.train")


if __name__ == "__main__":
    torch.manual_seed(1)
    write("resnet8-projection", resnet8(False, {"block0": ("head0", PooledHead(4, 16)), "block1": ("head1", conv_head(8, 8, 2))}), (3, 16, 16))
    write("resnet8-identity", resnet8(True, {"block1": ("head0", FlattenedHead(8 * 8 * 8))}), (3, 16, 16))
    write("mlp", Network(
        [("stage0", Perceptron(12, 9)), ("stage1", Perceptron(9, 8)), ("stage2", Perceptron(8, 7))],
        {"stage0": ("head0", LinearHead(9)), "stage1": ("head1", LinearHead(8)), "stage2": ("classifier", LinearHead(7))}), (1, 3, 4))
    torch.manual_seed(2)
    write("vgg11", vgg11(2, {"conv1": ("head0", PooledHead(4, 4)), "conv4": ("head1", LinearHead(16))}), (3, 16, 16))
    torch.manual_seed(3)
    write("vit", vit2(12, {"block0": ("head0", vit.ClassTokenHead(12, (9, 9)))}), (3, 8, 8))
    torch.manual_seed(4)
    write("msdnet", msdnet(3, 2, 5), (3, 12, 12))
    torch.manual_seed(5)
    write("resnet18-images", resnet_images(2, [2, 2, 2, 2], False, False, [2, 5]), (3, 16, 16))
    torch.manual_seed(6)
    write("resnet50-images", resnet_images(1, [3, 4, 6, 3], True, True, [4]), (3, 64, 64))
    torch.manual_seed(7)
    write("efficientnet-b0", efficient_net(efficient.B0, .05, .3, [3]), (3, 16, 16))
    torch.manual_seed(8)
    write("efficientnet-v2s", efficient_net(efficient.V2S, .03, .1, [1]), (3, 16, 16))
    print(sys.version.split()[0], torch.__version__, file=sys.stderr)
