"""BERT (arXiv:1810.04805) from PyTorch's own encoder layer, its parameters named as in lib/Models."""
import torch
from torch import nn
from torch.nn import functional as F


class TextEmbedding(nn.Module):
    def __init__(self, vocabulary, length, dim):
        super().__init__()
        self.words = nn.Embedding(vocabulary, dim)
        self.positions = nn.Embedding(length, dim)
        self.segments = nn.Embedding(2, dim)
        self.norm = nn.LayerNorm(dim, eps=1e-12)

    def forward(self, ids):
        rows = []
        for row in ids.tolist():
            segment, vectors = 0, []
            for place, token in enumerate(row):
                vectors.append(self.words.weight[token] + self.positions.weight[place] + self.segments.weight[segment])
                if token == 3:
                    segment = 1
            rows.append(torch.stack(vectors))
        return self.norm(torch.stack(rows))


class EncoderLayer(nn.Module):
    def __init__(self, dim, heads, hidden):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.projection = nn.Linear(dim, dim)
        self.norm1 = nn.LayerNorm(dim, eps=1e-12)
        self.mlp1 = nn.Linear(dim, hidden)
        self.mlp2 = nn.Linear(hidden, dim)
        self.norm2 = nn.LayerNorm(dim, eps=1e-12)

    def forward(self, x, padding):
        # PyTorch's own layer in training mode, so that it takes no shortcut, given the same weights.
        layer = nn.TransformerEncoderLayer(
            x.shape[2], self.heads, self.mlp1.out_features, dropout=0, activation="gelu", layer_norm_eps=1e-12, batch_first=True, norm_first=False).to(x.dtype)
        layer.load_state_dict({
            "self_attn.in_proj_weight": self.qkv.weight, "self_attn.in_proj_bias": self.qkv.bias,
            "self_attn.out_proj.weight": self.projection.weight, "self_attn.out_proj.bias": self.projection.bias,
            "linear1.weight": self.mlp1.weight, "linear1.bias": self.mlp1.bias, "linear2.weight": self.mlp2.weight, "linear2.bias": self.mlp2.bias,
            "norm1.weight": self.norm1.weight, "norm1.bias": self.norm1.bias, "norm2.weight": self.norm2.weight, "norm2.bias": self.norm2.bias})
        return layer.train()(x, src_key_padding_mask=padding)


class Pooler(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.dense = nn.Linear(dim, dim)
        self.linear = nn.Linear(dim, classes)

    def forward(self, x):
        return self.linear(torch.tanh(self.dense(x[:, 0])))


class ClassToken(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.linear = nn.Linear(dim, classes)

    def forward(self, x):
        return self.linear(self.norm(x[:, 0]))


class Bert(nn.Module):
    """A head after each layer but the last, which has the classifier."""

    def __init__(self, vocabulary, length, dim, depth, heads, hidden, classes, head):
        super().__init__()
        self.stem = TextEmbedding(vocabulary, length, dim)
        self.depth = depth
        for i in range(depth):
            self.add_module(f"layer{i}", EncoderLayer(dim, heads, hidden))
        self.classifier = Pooler(dim, classes)
        for i in range(depth - 1):
            self.add_module(f"head{i}", head(dim, classes))

    def forward(self, ids):
        x, padding, logits = self.stem(ids), ids == 0, []
        for i in range(self.depth):
            x = getattr(self, f"layer{i}")(x, padding)
            logits.append((self.classifier if i == self.depth - 1 else getattr(self, f"head{i}"))(x))
        return torch.stack(logits)
