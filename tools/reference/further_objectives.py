"""Losses, metrics and gradients of JAX for the objectives that penalize codes or group importance weights.

    python -m venv .venv && .venv/bin/pip install "jax[cpu]"
    .venv/bin/python tools/reference/further_objectives.py > tools/reference/further-objectives.json
    npx prettier --write tools/reference/further-objectives.json

The model is the VAE of objectives.json with its weights and data, or the autoencoder of the same networks; noise is
drawn here. Each phase of an objective has a
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


noise = {"z_noise": drawn(6, 4, 3), "prior/z": drawn(4, 3)}
# Number of examples of the data set, of which the batch is a part.
EXAMPLES = 50
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


def squared_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1)


def kernel(name, distances, width, scales):
    """Sum over scales; width is 2 h^2."""
    terms = [jnp.exp(-distances / (s * width)) if name == "rbf" else s * width / (s * width + distances) for s in scales]
    return sum(terms)


def discrepancy(z, name, bandwidth, scales):
    """The unbiased estimate against the draws from the prior."""
    draws = jnp.asarray(noise["prior/z"])
    n = len(z)
    if bandwidth == "median":
        pooled = jax.lax.stop_gradient(jnp.concatenate([z, draws]))
        width = 2 * jnp.median(squared_distances(pooled, pooled)[jnp.triu_indices(2 * n, 1)])
    else:
        width = 2 * z.shape[1] if bandwidth == "dimension" else 2 * bandwidth**2

    def within(of):
        values = kernel(name, squared_distances(of, of), width, scales)
        return (values.sum() - jnp.trace(values)) / (n * (n - 1))

    return within(z) + within(draws) - 2 * kernel(name, squared_distances(z, draws), width, scales).mean()


IMQ = [0.1, 0.2, 0.5, 1, 2, 5, 10]


def wasserstein(weight, name, bandwidth="dimension", scales=IMQ):
    def loss(w):
        likelihood = bound(w)["expectedLogLikelihood"]
        mmd = discrepancy(codes(w)[0], name, bandwidth, scales)
        value = weight * mmd - likelihood
        return value, {"waeLoss": value, "expectedLogLikelihood": likelihood, "mmd": mmd}

    return loss


def info(alpha, weight, name, bandwidth="dimension", scales=(1,)):
    def loss(w):
        metrics = bound(w)
        metrics["mmd"] = discrepancy(codes(w)[0], name, bandwidth, scales)
        value = (1 - alpha) * metrics["kl"] + (alpha + weight - 1) * metrics["mmd"] - metrics["expectedLogLikelihood"]
        return value, {"infoVaeLoss": value, **metrics}

    return loss


def log_importance_matrix(sampling, batch):
    """Chen et al. 2018: equation 4, and appendix C.2 with the example after an example as that of the stratum."""
    if sampling == "weighted":
        return np.full((batch, batch), -math.log(batch * EXAMPLES))
    others = batch - 1
    matrix = np.full((batch, batch), 1 / others)
    for row in range(batch):
        matrix[row, row] = 1 / EXAMPLES
        matrix[row, (row + 1) % batch] = (EXAMPLES - others) / (EXAMPLES * others)
    return np.log(matrix)


def total_correlation(alpha, beta, gamma, sampling):
    def loss(w):
        likelihood = bound(w)["expectedLogLikelihood"]
        z = codes(w)[0]
        loc, log_variance = posterior(w)
        pairs = log_normal(z[:, None], loc[None], log_variance[None])
        matrix = log_importance_matrix(sampling, len(z))
        conditional = log_normal(z, loc, log_variance).sum(-1)
        aggregate = jax.nn.logsumexp(pairs.sum(-1) + matrix, 1)
        marginals = jax.nn.logsumexp(pairs + matrix[:, :, None], 1).sum(-1)
        metrics = {
            "indexCodeMutualInformation": (conditional - aggregate).mean(),
            "totalCorrelation": (aggregate - marginals).mean(),
            "dimensionWiseKl": (marginals - log_normal(z, 0.0, 0.0).sum(-1)).mean(),
        }
        mi, tc, dimension_wise = metrics.values()
        return alpha * mi + beta * tc + gamma * dimension_wise - likelihood, metrics

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


def phase(loss, updates=lambda name: True, of=weights):
    (value, metrics), gradients = jax.value_and_grad(loss, has_aux=True)(of)
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
    """A loss of each phase, or a loss and which weights it updates."""
    return {"objective": objective, "phases": [phase(*loss) if isinstance(loss, tuple) else phase(loss) for loss in losses]}


plain = {name: weight for name, weight in weights.items() if not name.startswith("z_log_variance")}


def regularized(code_weight, decoder_weight):
    """A plain autoencoder with the location of z as its code."""

    def loss(w):
        z = posterior({**weights, **w})[0]
        likelihood = log_likelihood(w, z).mean()
        code = 0.5 * (z**2).sum(-1).mean()
        decoder = sum((weight**2).sum() for name, weight in w.items() if not is_recognition(name))
        value = code_weight * code + decoder_weight * decoder - likelihood
        metrics = {"raeLoss": value, "expectedLogLikelihood": likelihood, "codePenalty": code, "decoderPenalty": decoder}
        return value, metrics

    return loss


def is_recognition(name):
    return name.startswith(RECOGNITION)


cases = [
    case({"name": "elbo", "capacity": {"nats": 3, "gamma": 20}}, capacity(3, 20)),
    case({"name": "elbo", "capacity": {"nats": 0.5, "gamma": 20}}, capacity(0.5, 20)),
    case({"name": "dipVae", "offDiagonal": 3}, dip("I", 3, 30)),
    case({"name": "dipVae", "variant": "II", "offDiagonal": 3, "diagonal": 0.5}, dip("II", 3, 0.5)),
    case({"name": "wae"}, wasserstein(10, "imq")),
    case(
        {"name": "wae", "lambda": 50, "kernel": {"name": "rbf", "bandwidth": "median", "scales": [0.5, 2]}},
        wasserstein(50, "rbf", "median", [0.5, 2]),
    ),
    case({"name": "infoVae", "alpha": 0.4, "lambda": 30}, info(0.4, 30, "rbf")),
    case(
        {"name": "infoVae", "alpha": 1, "lambda": 30, "kernel": {"name": "imq", "bandwidth": 0.7}},
        info(1, 30, "imq", 0.7, IMQ),
    ),
    case({"name": "betaTcVae"}, total_correlation(1, 6, 1, "weighted")),
    case(
        {"name": "betaTcVae", "alpha": 0.5, "beta": 4, "gamma": 2, "sampling": "stratified"},
        total_correlation(0.5, 4, 2, "stratified"),
    ),
    case({"name": "multiplyImportanceWeighted", "bounds": 2, "samples": 3}, multiply(2, 3)),
    case({"name": "combinedImportanceWeighted", "elboShare": 0.3, "samples": 5}, combined(0.3, 5)),
    case(
        {"name": "partiallyImportanceWeighted", "bounds": 3, "samples": 2},
        (importance_weighted(6), lambda name: not is_recognition(name)),
        (mean_of_bounds(3, 2), is_recognition),
    ),
    {"recipe": "autoencoder", **case({"name": "rae", "codeWeight": 0.2, "decoderWeight": 0.03}, (regularized(0.2, 0.03), lambda name: True, plain))},
]
print(json.dumps({"noise": {name: values.flatten().tolist() for name, values in noise.items()}, "examples": EXAMPLES, "cases": cases}))
