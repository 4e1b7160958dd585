"""Losses, terms and gradients of the models of recipes in PyTorch; bounds.py says how they are computed.

    python -m venv .venv && .venv/bin/pip install torch
    .venv/bin/python tools/reference/recipes.py > tools/reference/recipes.json

The convolutional VAE, written with PyTorch's own convolutions in its own layout, channels first; and the deep latent Gaussian
model of two stochastic layers. Both are the recipes' defaults at small sizes.
"""

import json

import torch
from torch.nn import functional as F

from bounds import *


class ConvVae(BottomUp):
    """x (8 by 8, normal of unit scale) - 2 and 3 filters - 16 ReLU - z (3) and back, a sigmoid at the end."""

    names = ["z"]
    recognition = ("recognition_", "z_")
    weights = {
        "recognition_1/kernel": rounded(4, 4, 1, 2, scale=0.4),
        "recognition_1/bias": rounded(2, scale=0.3),
        "recognition_2/kernel": rounded(4, 4, 2, 3, scale=0.3),
        "recognition_2/bias": rounded(3, scale=0.3),
        **affine("recognition_4", 12, 16),
        **affine("z_loc", 16, 3),
        **affine("z_log_variance", 16, 3),
        **affine("generative_1", 3, 16),
        **affine("generative_2", 16, 12),
        "generative_4/kernel": rounded(4, 4, 2, 3, scale=0.3),
        "generative_4/bias": rounded(2, scale=0.3),
        "generative_5/kernel": rounded(4, 4, 1, 2, scale=0.3),
        "generative_5/bias": rounded(1, scale=0.3),
    }
    x = float32(torch.rand(4, 8, 8, 1, generator=generator))
    noise = {"z_noise": rounded(3, 4, 3)}

    def convolution(self, w, name, x, function):
        # [rows, columns, in, out] to [out, in, rows, columns]; of transposed ones, in and out the other way round.
        kernel = w[f"{name}/kernel"].permute(3, 2, 0, 1)
        return function(x, kernel, w[f"{name}/bias"], stride=2, padding=1)

    def posterior(self, w, name, x):
        h = x.permute(0, 3, 1, 2)
        for layer in (1, 2):
            h = torch.relu(self.convolution(w, f"recognition_{layer}", h, F.conv2d))
        h = torch.relu(dense(w, "recognition_4", h.permute(0, 2, 3, 1).flatten(1)))
        return dense(w, "z_loc", h), dense(w, "z_log_variance", h)

    def log_p(self, w, x, latents):
        (z,) = latents
        h = torch.relu(dense(w, "generative_2", torch.relu(dense(w, "generative_1", z))))
        h = h.reshape(-1, 2, 2, 3).permute(0, 3, 1, 2)
        h = torch.relu(self.convolution(w, "generative_4", h, F.conv_transpose2d))
        loc = torch.sigmoid(self.convolution(w, "generative_5", h, F.conv_transpose2d)).permute(0, 2, 3, 1)
        zero = torch.zeros(())
        likelihood = log_normal(x.flatten(1), loc.reshape(*z.shape[:-1], -1), zero)
        return likelihood, [log_normal(z, zero, zero)]

    def kl(self, w, x, latents):
        return [kl_normal(*q) for q in self.posteriors(w, x, latents)]


class Dlgm(BottomUp):
    """z2 (2) - 4 tanh - z1 (3) - 4 tanh - x (6, Bernoulli), and x - 4 tanh - z1 - 4 tanh - z2."""

    names = ["z1", "z2"]
    recognition = ("recognition_", "z1_loc", "z1_log", "z2_")
    weights = {
        **affine("recognition_z1_1", 6, 4),
        **affine("z1_loc", 4, 3),
        **affine("z1_log_variance", 4, 3),
        **affine("recognition_z2_1", 3, 4),
        **affine("z2_loc", 4, 2),
        **affine("z2_log_variance", 4, 2),
        **affine("generative_z1_1", 2, 4),
        **affine("z1_prior_loc", 4, 3),
        **affine("z1_prior_log_variance", 4, 3),
        **affine("generative_x_1", 3, 4),
        **affine("generative_x_output", 4, 6),
    }
    x = (torch.rand(4, 6, generator=generator) < 0.5).to(torch.float64)
    noise = {"z1_noise": rounded(3, 4, 3), "z2_noise": rounded(3, 4, 2)}

    def normal(self, w, network, name, x):
        h = torch.tanh(dense(w, f"{network}_1", x))
        return dense(w, f"{name}_loc", h), dense(w, f"{name}_log_variance", h)

    def posterior(self, w, name, given):
        return self.normal(w, f"recognition_{name}", name, given)

    def priors(self, w, z2):
        return [self.normal(w, "generative_z1", "z1_prior", z2), (torch.zeros(()), torch.zeros(()))]

    def log_p(self, w, x, latents):
        logits = dense(w, "generative_x_output", torch.tanh(dense(w, "generative_x_1", latents[0])))
        likelihood = (x * logits - F.softplus(logits)).sum(-1)
        return likelihood, [log_normal(z, *p) for z, p in zip(latents, self.priors(w, latents[1]))]

    def kl(self, w, x, latents):
        return [kl_normal(*q, *p) for q, p in zip(self.posteriors(w, x, latents), self.priors(w, latents[1]))]


def cases(model, *kinds):
    return written(model, [case for kind in kinds for case in kind(model)])


print(
    json.dumps(
        {
            "conv-vae": cases(ConvVae(), analytic_cases, monte_carlo_cases, importance_weighted_cases),
            "dlgm": cases(Dlgm(), analytic_cases, monte_carlo_cases, importance_weighted_cases),
        }
    )
)
