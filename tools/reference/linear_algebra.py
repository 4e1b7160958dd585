"""Cholesky factors and their gradients by PyTorch, that the tests of packages/distributions/src/math compare with.

    python -m venv .venv && .venv/bin/pip install numpy torch
    .venv/bin/python tools/reference/linear_algebra.py > tools/reference/linear-algebra.json

Covariances are rounded to float32 first, then everything is done in float64. A gradient is that of the sum of weights times the
factor, by the numbers in the lower triangle alone: as PyTorch spreads it over both triangles alike, those below the diagonal are
twice its own.
"""

import json

import numpy as np
import torch

random = np.random.default_rng(0)


def covariance(n):
    """Of about as many draws as would tell it, so that its condition grows with n."""
    draws = random.standard_normal((2 * n, n)) * np.linspace(0.5, 2, n)
    return (draws.T @ draws / (2 * n)).astype(np.float32).astype(float)


def case(n):
    matrix = torch.tensor(covariance(n), requires_grad=True)
    weights = random.uniform(-1, 1, (n, n)).astype(np.float32).astype(float)
    factor = torch.linalg.cholesky(matrix)
    (factor * torch.tensor(weights)).sum().backward()
    gradient = torch.tril(matrix.grad) + torch.tril(matrix.grad, -1)
    listed = {"matrix": matrix, "weights": torch.tensor(weights), "factor": factor, "gradient": gradient}
    return {"n": n, **{name: value.detach().flatten().tolist() for name, value in listed.items()}}


print("[\n" + ",\n".join(json.dumps(case(n)) for n in [1, 2, 5, 12, 24]) + "\n]")
