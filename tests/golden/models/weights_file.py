"""TorchSharp's format of weights: what state_dict() holds, by name."""
import torch

DTYPES = {torch.float32: 6, torch.int64: 4}


def uleb(value):
    out = bytearray()
    while True:
        byte = value & 127
        value >>= 7
        out.append(byte | (128 if value else 0))
        if not value:
            return bytes(out)


def save(network, path):
    state = network.state_dict()
    with open(path, "wb") as file:
        file.write(uleb(len(state)))
        for key, tensor in state.items():
            name = key.encode()
            file.write(uleb(len(name)) + name + uleb(DTYPES[tensor.dtype]) + uleb(tensor.ndim))
            for size in tensor.shape:
                file.write(uleb(size))
            file.write(tensor.contiguous().numpy().tobytes())
