"""Losses and gradients of PyTorch for models with relaxed and with discrete latents.

    python -m venv .venv && .venv/bin/pip install torch
    .venv/bin/python tools/reference/discrete_latents.py > tools/reference/discrete-latents.json
    npx prettier --write tools/reference/discrete-latents.json

A VAE with linear networks, two groups of three categories, and four binary pixels; everything in double precision.
"""

import json

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax, one_hot, softmax

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)

BATCH, PIXELS, GROUPS, CATEGORIES = 3, 4, 2, 3
TEMPERATURE = 0.7


def drawn(*shape):
    """Numbers of three decimals."""
    return (torch.randn(shape) * 1000).round() / 1000


weights = {
    "z_logit_elements/kernel": drawn(PIXELS, GROUPS * CATEGORIES),
    "z_logit_elements/bias": drawn(GROUPS * CATEGORIES),
    "generative_output/kernel": drawn(GROUPS * CATEGORIES, PIXELS),
    "generative_output/bias": drawn(PIXELS),
}
x = (torch.rand(BATCH, PIXELS) > 0.5).double()
gumbel = (-(-torch.rand(BATCH, GROUPS, CATEGORIES).log()).log() * 1000).round() / 1000


def logits_of(w):
    return (x @ w["z_logit_elements/kernel"] + w["z_logit_elements/bias"]).reshape(BATCH, GROUPS, CATEGORIES)


def log_likelihood(w, z):
    logits = z.flatten(1) @ w["generative_output/kernel"] + w["generative_output/bias"]
    return -binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)


def discrete_kl(w):
    log_probs = log_softmax(logits_of(w), -1)
    return (log_probs.exp() * (log_probs + torch.tensor(float(CATEGORIES)).log())).sum((1, 2))


def relaxed(w, straight_through):
    soft = softmax((logits_of(w) + gumbel) / TEMPERATURE, -1)
    if not straight_through:
        return soft
    hard = one_hot(soft.argmax(-1), CATEGORIES).double()
    return hard - soft.detach() + soft


def elbo(straight_through):
    return lambda w: (discrete_kl(w) - log_likelihood(w, relaxed(w, straight_through))).mean()


def case(options, loss):
    w = {name: values.clone().requires_grad_() for name, values in weights.items()}
    value = loss(w)
    value.backward()
    return {
        **options,
        "loss": value.item(),
        "gradients": {name: tensor.grad.flatten().tolist() for name, tensor in w.items()},
    }


print(
    json.dumps(
        {
            "temperature": TEMPERATURE,
            "weights": {name: values.flatten().tolist() for name, values in weights.items()},
            "x": x.flatten().tolist(),
            "noise": gumbel.flatten().tolist(),
            "relaxed": [
                case({"straightThrough": straight_through}, elbo(straight_through))
                for straight_through in (False, True)
            ],
        }
    )
)
