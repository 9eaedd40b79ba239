"""Vision transformer (arXiv:2010.11929) in plain PyTorch, its parameters named as in lib/Models."""
import torch
from torch import nn
from torch.nn import functional as F


class PatchEmbedding(nn.Module):
    def __init__(self, inputs, side, dim, patch):
        super().__init__()
        self.patches = nn.Conv2d(inputs, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim))
        self.positions = nn.Parameter(torch.randn(1, (side // patch) ** 2 + 1, dim))

    def forward(self, x):
        x = self.patches(x)
        patches = [x[:, :, i, j] for i in range(x.shape[2]) for j in range(x.shape[3])]
        token = self.token[:, 0].repeat(len(x), 1)
        return torch.stack([token] + patches, 1) + self.positions


class TransformerBlock(nn.Module):
    def __init__(self, dim, heads, hidden):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim, eps=1e-6)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.projection = nn.Linear(dim, dim)
        self.norm2 = nn.LayerNorm(dim, eps=1e-6)
        self.mlp1 = nn.Linear(dim, hidden)
        self.mlp2 = nn.Linear(hidden, dim)

    def forward(self, x):
        # PyTorch's own attention, given the same weights.
        y = self.norm1(x).transpose(0, 1)
        y, _ = F.multi_head_attention_forward(
            y, y, y, x.shape[2], self.heads, self.qkv.weight, self.qkv.bias, None, None, False, 0.,
            self.projection.weight, self.projection.bias)
        x = x + y.transpose(0, 1)
        return x + self.mlp2(F.gelu(self.mlp1(self.norm2(x))))


class ClassTokenHead(nn.Module):
    def __init__(self, dim, hidden=()):
        super().__init__()
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.hidden = len(hidden)
        for i, width in enumerate(hidden):
            self.add_module(f"linear{i}", nn.Linear(dim, width))
            dim = width
        self.linear = nn.Linear(dim, 10)

    def forward(self, x):
        x = self.norm(x[:, 0])
        for i in range(self.hidden):
            x = F.gelu(getattr(self, f"linear{i}")(x))
        return self.linear(x)
