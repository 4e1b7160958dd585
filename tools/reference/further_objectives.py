"""Losses, metrics and gradients of JAX for the objectives that penalize codes or group importance weights.

    python -m venv .venv && .venv/bin/pip install "jax[cpu]"
    .venv/bin/python tools/reference/further_objectives.py > tools/reference/further-objectives.json
    npx prettier --write tools/reference/further-objectives.json

The model is the VAE of objectives.json with its weights and data; noise is drawn here. Each phase of an objective has a
loss and the gradients of the weights that it updates. Everything is computed in double precision.
"""

import json
import math
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

peer = json.loads((Path(__file__).parent / "objectives.json").read_text())["vae"]
shapes = {
    "recognition_1/kernel": (6, 5),
    "z_loc/kernel": (5, 3),
    "z_log_variance/kernel": (5, 3),
    "generative_1/kernel": (3, 5),
    "generative_output/kernel": (5, 6),
}
weights = {name: jnp.array(values).reshape(shapes.get(name, (-1,))) for name, values in peer["weights"].items()}
x = jnp.array(peer["x"]).reshape(4, 6)
random = np.random.default_rng(0)


def drawn(*shape):
    """Numbers of four decimals, as float32 holds them."""
    return np.round(random.standard_normal(shape), 4).astype(np.float32).astype(np.float64)


noise = {"z_noise": drawn(6, 4, 3)}
RECOGNITION = ("recognition", "z_")


def dense(w, name, value):
    return value @ w[f"{name}/kernel"] + w[f"{name}/bias"]


def posterior(w):
    h = jnp.tanh(dense(w, "recognition_1", x))
    return dense(w, "z_loc", h), dense(w, "z_log_variance", h)


def codes(w, samples=1):
    loc, log_variance = posterior(w)
    return loc + jnp.exp(log_variance / 2) * jnp.asarray(noise["z_noise"][:samples])


def log_likelihood(w, z):
    logits = dense(w, "generative_output", jnp.tanh(dense(w, "generative_1", z)))
    return (x * logits - jax.nn.softplus(logits)).sum(-1)


def log_normal(z, loc, log_variance):
    """Of each dimension."""
    return -0.5 * (math.log(2 * math.pi) + log_variance + (z - loc) ** 2 * jnp.exp(-log_variance))


def bound(w):
    """The terms of the ELBO with the closed form, means over the batch, at the first draw."""
    loc, log_variance = posterior(w)
    kl = 0.5 * (jnp.exp(log_variance) + loc**2 - 1 - log_variance).sum(-1).mean()
    likelihood = log_likelihood(w, codes(w)[0]).mean()
    return {"nelbo": kl - likelihood, "expectedLogLikelihood": likelihood, "kl": kl}


def capacity(nats, gamma):
    def loss(w):
        metrics = bound(w)
        return gamma * abs(metrics["kl"] - nats) - metrics["expectedLogLikelihood"], metrics

    return loss


def dip(variant, off_diagonal, diagonal):
    def loss(w):
        metrics = bound(w)
        loc, log_variance = posterior(w)
        spread = jnp.cov(loc.T, bias=True)
        if variant == "II":
            spread = spread + jnp.diag(jnp.exp(log_variance).mean(0))
        variances = jnp.diag(spread)
        metrics["covariancePenalty"] = (spread**2).sum() - (variances**2).sum()
        metrics["variancePenalty"] = ((variances - 1) ** 2).sum()
        penalty = off_diagonal * metrics["covariancePenalty"] + diagonal * metrics["variancePenalty"]
        return metrics["nelbo"] + penalty, metrics

    return loss


def log_weights(w, samples):
    z = codes(w, samples)
    loc, log_variance = posterior(w)
    prior = log_normal(z, 0.0, 0.0).sum(-1)
    return log_likelihood(w, z) + prior - log_normal(z, loc, log_variance).sum(-1)


def grouped(values, groups):
    """Draw i is in group i mod groups."""
    in_groups = values.reshape(-1, groups, values.shape[-1])
    return -(jax.nn.logsumexp(in_groups, 0) - math.log(len(in_groups))).mean()


def multiply(bounds, samples):
    def loss(w):
        values = log_weights(w, bounds * samples)
        metrics = {"miwNelbo": grouped(values, bounds), "iwNelbo": grouped(values, 1), "nelbo": -values.mean()}
        return metrics["miwNelbo"], metrics

    return loss


def combined(share, samples):
    def loss(w):
        values = log_weights(w, samples)
        metrics = {"iwNelbo": grouped(values, 1), "nelbo": -values.mean()}
        metrics["ciwNelbo"] = share * metrics["nelbo"] + (1 - share) * metrics["iwNelbo"]
        return metrics["ciwNelbo"], metrics

    return loss


def importance_weighted(samples):
    def loss(w):
        values = log_weights(w, samples)
        return grouped(values, 1), {"iwNelbo": grouped(values, 1), "nelbo": -values.mean()}

    return loss


def mean_of_bounds(bounds, samples):
    def loss(w):
        value = grouped(log_weights(w, bounds * samples), bounds)
        return value, {"miwNelbo": value}

    return loss


def phase(loss, updates=lambda name: True):
    (value, metrics), gradients = jax.value_and_grad(loss, has_aux=True)(weights)
    return {
        "loss": float(value),
        "metrics": {name: float(metric) for name, metric in metrics.items()},
        "gradients": {
            name: [float(f"{g:.7g}") for g in gradient.flatten().tolist()]
            for name, gradient in gradients.items()
            if updates(name)
        },
    }


def case(objective, *losses):
    return {"objective": objective, "phases": [phase(*loss) if isinstance(loss, tuple) else phase(loss) for loss in losses]}


def is_recognition(name):
    return name.startswith(RECOGNITION)


cases = [
    case({"name": "elbo", "capacity": {"nats": 3, "gamma": 20}}, capacity(3, 20)),
    case({"name": "elbo", "capacity": {"nats": 0.5, "gamma": 20}}, capacity(0.5, 20)),
    case({"name": "dipVae", "offDiagonal": 3}, dip("I", 3, 30)),
    case({"name": "dipVae", "variant": "II", "offDiagonal": 3, "diagonal": 0.5}, dip("II", 3, 0.5)),
    case({"name": "multiplyImportanceWeighted", "bounds": 2, "samples": 3}, multiply(2, 3)),
    case({"name": "combinedImportanceWeighted", "elboShare": 0.3, "samples": 5}, combined(0.3, 5)),
    case(
        {"name": "partiallyImportanceWeighted", "bounds": 3, "samples": 2},
        (importance_weighted(6), lambda name: not is_recognition(name)),
        (mean_of_bounds(3, 2), is_recognition),
    ),
]
print(json.dumps({"noise": {name: values.flatten().tolist() for name, values in noise.items()}, "cases": cases}))
