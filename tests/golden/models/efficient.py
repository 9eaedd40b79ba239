"""EfficientNet-B0 (arXiv:1905.11946) and EfficientNetV2-S (arXiv:2104.00298) in plain PyTorch, without any dropping, their
parameters named as in lib/Models."""
import math

from torch import nn

# fused, expansion, kernel, stride, channels, blocks
B0 = (32, [(False, 1, 3, 1, 16, 1), (False, 6, 3, 2, 24, 2), (False, 6, 5, 2, 40, 2), (False, 6, 3, 2, 80, 3),
           (False, 6, 5, 1, 112, 3), (False, 6, 5, 2, 192, 4), (False, 6, 3, 1, 320, 1)])
V2S = (24, [(True, 1, 3, 1, 24, 2), (True, 4, 3, 2, 48, 4), (True, 4, 3, 2, 64, 4),
            (False, 4, 3, 2, 128, 6), (False, 6, 3, 1, 160, 9), (False, 6, 3, 2, 256, 15)])


def unit(inputs, channels, kernel=1, stride=1, groups=1, active=True):
    layers = nn.Sequential()
    layers.add_module("conv", nn.Conv2d(inputs, channels, kernel, stride, kernel // 2, groups=groups, bias=False))
    layers.add_module("bn", nn.BatchNorm2d(channels))
    if active:
        layers.add_module("silu", nn.SiLU())
    return layers


class Squeeze(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.reduce = nn.Linear(channels, squeezed)
        self.expand = nn.Linear(squeezed, channels)

    def forward(self, x):
        weights = self.expand(nn.functional.silu(self.reduce(x.mean((2, 3))))).sigmoid()
        return x * weights[:, :, None, None]


class Block(nn.Module):
    def __init__(self, inputs, fused, expansion, kernel, stride, channels):
        super().__init__()
        inner = inputs * expansion
        self.branch = nn.Sequential()
        if fused:
            self.branch.add_module("expand", unit(inputs, inner if expansion > 1 else channels, kernel, stride))
        else:
            if expansion > 1:
                self.branch.add_module("expand", unit(inputs, inner))
            self.branch.add_module("depthwise", unit(inner, inner, kernel, stride, groups=inner))
            self.branch.add_module("squeeze", Squeeze(inner, max(1, inputs // 4)))
        if not fused or expansion > 1:
            self.branch.add_module("project", unit(inner, channels, active=False))
        self.residual = stride == 1 and inputs == channels

    def forward(self, x):
        return x + self.branch(x) if self.residual else self.branch(x)


class Top(nn.Module):
    def __init__(self, inputs, channels, classes):
        super().__init__()
        self.top = unit(inputs, channels)
        self.linear = nn.Linear(channels, classes)

    def forward(self, x):
        return self.linear(self.top(x).mean((2, 3)))


def rounded(channels):
    result = max(8, int(channels + 4) // 8 * 8)
    return result + 8 if result < .9 * channels else result


def stages(table, width, depth, stem_stride=1, classes=10):
    """(name, module) of stem and blocks, (channels of each block), and the classifier."""
    stem, groups = table
    inputs = rounded(stem * width)
    result, channels = [("stem", unit(3, inputs, 3, stem_stride))], []
    for fused, expansion, kernel, stride, outputs, blocks in groups:
        for n in range(math.ceil(blocks * depth)):
            outputs_n = rounded(outputs * width)
            result.append((f"block{len(channels)}", Block(inputs, fused, expansion, kernel, 1 if n else stride, outputs_n)))
            inputs = outputs_n
            channels.append(inputs)
    return result, channels, Top(inputs, rounded(1280 * width), classes)
