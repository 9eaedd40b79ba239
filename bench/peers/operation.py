"""One small operation in PyTorch."""
import torch


def forward(folder, numbers):
    x, y = torch.ones(numbers), torch.ones(numbers)

    def run():
        x + y
        return []
    return run


def forward_and_backward(folder, numbers):
    weight, y = torch.ones(numbers, requires_grad=True), torch.ones(numbers)

    def run():
        (weight * y).sum().backward()
        return []
    return run
