"""What the machine can do at most."""
import torch


def multiply(folder, side):
    a, b = torch.rand(side, side), torch.rand(side, side)

    def run():
        torch.mm(a, b)
        return []
    return run


def copy(folder, numbers):
    source, target = torch.rand(numbers), torch.zeros(numbers)

    def run():
        target.copy_(source)
        return []
    return run
