"""What PyTorch makes of gradients by clip_grad_norm_ and clip_grad_value_, which packages/core/src/training is compared with.

    python -m venv .venv && .venv/bin/pip install torch
    .venv/bin/python tools/reference/clip_norm.py > tools/reference/clip-norm.json
"""

import json

import torch

GRADIENTS = [[[3.0, -4.0], [0.5, 0.25]], [12.0, -0.125, 1e-3]]


def clipped(clip):
    parameters = []
    for gradient in GRADIENTS:
        parameter = torch.zeros(torch.tensor(gradient).shape, requires_grad=True)
        parameter.grad = torch.tensor(gradient)
        parameters.append(parameter)
    clip(parameters)
    return [parameter.grad.tolist() for parameter in parameters]


cases = []
for norm in [0.1, 1.0, 10.0, 13.0, 1000.0]:
    after = clipped(lambda p, norm=norm: torch.nn.utils.clip_grad_norm_(p, norm))
    cases.append({"clip": {"norm": norm}, "after": after})
for value in [0.01, 0.5, 5.0, 100.0]:
    after = clipped(lambda p, value=value: torch.nn.utils.clip_grad_value_(p, value))
    cases.append({"clip": {"value": value}, "after": after})
print(json.dumps({"torch": torch.__version__, "gradients": GRADIENTS, "cases": cases}, indent=1))
