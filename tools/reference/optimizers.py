"""Weights after 200 steps of PyTorch's optimizers, which test/src/optimizer-parity.test.ts is compared with.

    python -m venv .venv && .venv/bin/pip install torch
    .venv/bin/python tools/reference/optimizers.py > tools/reference/optimizers.json
"""

import json
import math

import torch

STEPS = 200
EPSILON = 1e-7  # that of TensorFlow.js, where a spec has none
START = [1.0, -2.0, 3.0]
SLOPES = [4.0, 1.0, 0.5]

# The loss of step t is the sum of slope x^2 / 2 + 2 sin(0.7 t + i) x, so that gradients stay of order one.
CASES = [
    ({"name": "sgd", "learningRate": 0.05}, torch.optim.SGD, {}),
    ({"name": "momentum", "learningRate": 0.02}, torch.optim.SGD, {"momentum": 0.9}),
    (
        {"name": "momentum", "learningRate": 0.02, "nesterov": True},
        torch.optim.SGD,
        {"momentum": 0.9, "nesterov": True},
    ),
    (
        {"name": "adagrad", "learningRate": 0.3},
        torch.optim.Adagrad,
        {"initial_accumulator_value": 0.1, "eps": EPSILON},
    ),
    ({"name": "adadelta", "learningRate": 1.0}, torch.optim.Adadelta, {"rho": 0.95, "eps": EPSILON}),
    ({"name": "adam", "learningRate": 0.02}, torch.optim.Adam, {"eps": 1e-8}),
    ({"name": "adamax", "learningRate": 0.02}, torch.optim.Adamax, {"eps": 1e-8}),
    (
        {"name": "rmsprop", "learningRate": 0.01, "momentum": 0.5},
        torch.optim.RMSprop,
        {"alpha": 0.9, "momentum": 0.5, "eps": EPSILON},
    ),
    (
        {"name": "rmsprop", "learningRate": 0.01, "centered": True},
        torch.optim.RMSprop,
        {"alpha": 0.9, "centered": True, "eps": EPSILON},
    ),
]


def trained(optimizer_class, learning_rate, options):
    x = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = optimizer_class([x], lr=learning_rate, **options)
    visited = []
    for t in range(STEPS):
        force = torch.tensor([2 * math.sin(0.7 * t + i) for i in range(3)], dtype=torch.float64)
        optimizer.zero_grad()
        (torch.tensor(SLOPES, dtype=torch.float64) * x**2 / 2 + force * x).sum().backward()
        optimizer.step()
        if t + 1 in (1, 20, STEPS):
            visited.append([float(f"{value:.9g}") for value in x.tolist()])
    return visited


cases = [{"optimizer": spec, "after": trained(peer, spec["learningRate"], options)} for spec, peer, options in CASES]
print(json.dumps({"torch": torch.__version__, "after": [1, 20, STEPS], "start": START, "slopes": SLOPES, "cases": cases}))
