"""Losses, terms and gradients of PyTorch that the tests of objectives compare with; bounds.py says how they are computed.

    python -m venv .venv && .venv/bin/pip install torch
    .venv/bin/python tools/reference/objectives.py > tools/reference/objectives.json

Two models, a VAE and a hierarchy of two stochastic layers, with weights, data and noise of their own.
"""

import json

import torch

from bounds import *

class Vae(BottomUp):
    """x (6, Bernoulli) - 5 tanh - z (3) - 5 tanh - x."""

    names = ["z"]
    recognition = ("recognition", "z_")
    weights = {
        **affine("recognition_1", 6, 5),
        **affine("z_loc", 5, 3),
        **affine("z_log_variance", 5, 3),
        **affine("generative_1", 3, 5),
        **affine("generative_output", 5, 6),
    }
    x = (torch.rand(4, 6, generator=generator) < 0.5).to(torch.float64)
    noise = {"z_noise": rounded(3, 4, 3)}

    def posterior(self, w, name, x):
        h = torch.tanh(dense(w, "recognition_1", x))
        return dense(w, "z_loc", h), dense(w, "z_log_variance", h)

    def log_p(self, w, x, latents):
        """log p(x given z), and log p of each latent."""
        logits = dense(w, "generative_output", torch.tanh(dense(w, "generative_1", latents[0])))
        likelihood = (x * logits - torch.nn.functional.softplus(logits)).sum(-1)
        zero = torch.zeros(())
        return likelihood, [log_normal(latents[0], zero, zero)]

    def kl(self, w, x, latents):
        return [kl_normal(*q) for q in self.posteriors(w, x, latents)]


class Hierarchy(BottomUp):
    """z2 - z1 - x, linear, one dimension each but for the two of x, whose scale is 1."""

    names = ["z1", "z2"]
    recognition = ("z1_loc", "z1_log", "z2_")
    weights = {
        **affine("z1_loc", 2, 1),
        **affine("z1_log_variance", 2, 1),
        **affine("z2_loc", 1, 1),
        **affine("z2_log_variance", 1, 1),
        **affine("z1_prior_loc", 1, 1),
        **affine("z1_prior_log_variance", 1, 1),
        **affine("x_loc", 1, 2),
    }
    x = rounded(4, 2)
    noise = {"z1_noise": rounded(3, 4, 1), "z2_noise": rounded(3, 4, 1)}

    def posterior(self, w, name, given):
        return dense(w, f"{name}_loc", given), dense(w, f"{name}_log_variance", given)

    def log_p(self, w, x, latents):
        z1, z2 = latents
        zero = torch.zeros(())
        likelihood = log_normal(x, dense(w, "x_loc", z1), zero)
        return likelihood, [log_normal(z1, *self.posterior(w, "z1_prior", z2)), log_normal(z2, zero, zero)]


def free_bits(model):
    options = {"name": "elbo", "freeBits": {"nats": 0.3}}
    yield case(model, options, lambda w, e: analytic(model, w, e, free=0.3), 1)


def monte_carlo(model):
    yield from monte_carlo_cases(model, (1, 0.5))
    yield from importance_weighted_cases(model, (1, 0.5))


vae, hierarchy = Vae(), Hierarchy()
print(
    json.dumps(
        {
            "vae": written(vae, [*analytic_cases(vae), *free_bits(vae), *monte_carlo(vae)]),
            "hierarchy": written(hierarchy, monte_carlo(hierarchy)),
        }
    )
)
