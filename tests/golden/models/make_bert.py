"""Golden values for tests/Models/BertTests.cs: text transformers from PyTorch's own encoder layer.

Run: python3 make_bert.py   (made with Python 3.11, torch 1.13.0)
Per case: NAME.weights in TorchSharp's file format; little-endian files NAME.tokens, int64 [N, T], and NAME.logits, float32 [L, N, C].
"""
import sys
from pathlib import Path

import torch

import bert
from weights_file import save

FOLDER = Path(__file__).parent


def write(name, network, tokens):
    for module in network.modules():
        if isinstance(module, torch.nn.LayerNorm):
            torch.nn.init.uniform_(module.weight, .5, 1.5)
            torch.nn.init.normal_(module.bias, 0, .2)
    save(network, FOLDER / f"{name}.weights")
    tokens = torch.tensor(tokens)
    tokens.numpy().tofile(FOLDER / f"{name}.tokens")
    with torch.no_grad():
        network.double()(tokens).float().numpy().tofile(FOLDER / f"{name}.logits")


torch.manual_seed(11)
write("bert-classes", bert.Bert(9, 6, 12, 3, 3, 20, 4, bert.ClassToken),
      [[2, 5, 4, 8, 3, 0], [2, 7, 3, 0, 0, 0], [2, 4, 5, 6, 7, 3], [2, 3, 0, 0, 0, 0]])
torch.manual_seed(12)
write("bert-number", bert.Bert(10, 8, 8, 2, 2, 32, 1, bert.Pooler),
      [[2, 4, 5, 3, 6, 3, 0, 0], [2, 9, 3, 8, 7, 6, 5, 3], [2, 5, 6, 7, 3, 4, 3, 0]])
print(sys.version.split()[0], torch.__version__, file=sys.stderr)
