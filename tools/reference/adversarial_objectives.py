"""Losses, metrics and gradients of PyTorch for the objectives with a discriminator.

    python -m venv .venv && .venv/bin/pip install torch numpy
    .venv/bin/python tools/reference/adversarial_objectives.py > tools/reference/adversarial-objectives.json
    npx prettier --write tools/reference/adversarial-objectives.json

The model is the VAE of objectives.json with its weights and data; noise and the discriminator's weights are drawn here.
Each phase of an objective has a loss and the gradients of the weights that it updates, in double precision.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import softplus

torch.set_default_dtype(torch.float64)
peer = json.loads((Path(__file__).parent / "objectives.json").read_text())["vae"]
BATCH, SAMPLES, LATENT = 4, 6, 3
random = np.random.default_rng(0)


def drawn(*shape):
    """Numbers of four decimals, as float32 holds them."""
    numbers = np.round(random.standard_normal(shape), 4).astype(np.float32)
    return torch.tensor(numbers.astype(np.float64))


shapes = {
    "recognition_1/kernel": (6, 5),
    "z_loc/kernel": (5, 3),
    "z_log_variance/kernel": (5, 3),
    "generative_1/kernel": (3, 5),
    "generative_output/kernel": (5, 6),
}
graph = {
    name: torch.tensor(values).reshape(shapes.get(name, (-1,))).requires_grad_()
    for name, values in peer["weights"].items()
}
x = torch.tensor(peer["x"]).reshape(BATCH, 6)
noise = {
    "z_noise": drawn(SAMPLES, BATCH, LATENT),
    "other/z": drawn(BATCH, LATENT),
    "prior/z": drawn(BATCH, LATENT),
    "permutation/z": drawn(BATCH, LATENT),
}


def discriminator_weights(inputs):
    return {
        "discriminator_1/kernel": drawn(inputs, 4).requires_grad_(),
        "discriminator_1/bias": drawn(4).requires_grad_(),
        "discriminator_output/kernel": drawn(4, 1).requires_grad_(),
        "discriminator_output/bias": drawn(1).requires_grad_(),
    }


# The longer kernel reads x beside z; the shorter one has its last rows.
weights = discriminator_weights(6 + LATENT)


def discriminator(*inputs):
    joined = torch.cat(inputs, -1)
    kernel = weights["discriminator_1/kernel"][-joined.shape[-1] :]
    hidden = torch.tanh(joined @ kernel + weights["discriminator_1/bias"])
    return (hidden @ weights["discriminator_output/kernel"] + weights["discriminator_output/bias"])[..., 0]


def dense(name, value):
    return value @ graph[f"{name}/kernel"] + graph[f"{name}/bias"]


def posterior():
    hidden = torch.tanh(dense("recognition_1", x))
    return dense("z_loc", hidden), dense("z_log_variance", hidden)


def codes(samples=1):
    loc, log_variance = posterior()
    return loc + torch.exp(log_variance / 2) * noise["z_noise"][:samples]


def log_likelihood(z):
    logits = dense("generative_output", torch.tanh(dense("generative_1", z)))
    return (x * logits - softplus(logits)).sum(-1)


def discriminated(first, second):
    accuracy = ((first > 0).double().mean() + (second < 0).double().mean()) / 2
    return softplus(-first).mean() + softplus(second).mean(), {"discriminatorAccuracy": accuracy}


def avb_discriminator():
    z = codes()[0]
    return discriminated(discriminator(x, z), discriminator(x, noise["other/z"]))


def estimated(kl, likelihood):
    loss = kl.mean() - likelihood.mean()
    return loss, {"nelboEstimate": loss, "klEstimate": kl.mean(), "expectedLogLikelihood": likelihood.mean()}


def avb_model():
    z = codes()[0]
    return estimated(discriminator(x, z), log_likelihood(z))


def standardized():
    z = codes(SAMPLES)
    center, variance = z.mean(0).detach(), z.var(0, unbiased=False).detach()
    scale = torch.sqrt(variance + 1e-8)
    return z, (z - center) / scale, scale


def contrast_discriminator():
    _, u, _ = standardized()
    return discriminated(discriminator(x.expand(SAMPLES, -1, -1), u), discriminator(x, noise["other/z"]))


def contrast_model():
    z, u, scale = standardized()
    normal = -0.5 * u**2 - torch.log(scale) - 0.5 * math.log(2 * math.pi)
    prior = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    ratio = discriminator(x.expand(SAMPLES, -1, -1), u)
    return estimated(ratio + (normal - prior).sum(-1), log_likelihood(z))


def aae_discriminator():
    return discriminated(discriminator(noise["prior/z"]), discriminator(codes()[0]))


def aae_model(weight):
    def loss():
        z = codes()[0]
        likelihood, fooled = log_likelihood(z).mean(), softplus(-discriminator(z)).mean()
        total = weight * fooled - likelihood
        metrics = {"expectedLogLikelihood": likelihood, "adversarialLoss": fooled}
        return total, {"adversarialAutoencoderLoss": total, **metrics}

    return loss


def factor_model(gamma):
    def loss():
        loc, log_variance = posterior()
        kl = 0.5 * (torch.exp(log_variance) + loc**2 - 1 - log_variance).sum(-1).mean()
        z = codes()[0]
        nelbo, correlation = kl - log_likelihood(z).mean(), discriminator(z).mean()
        return nelbo + gamma * correlation, {"nelbo": nelbo, "kl": kl, "totalCorrelationEstimate": correlation}

    return loss


def factor_discriminator():
    z = codes()[0]
    order = noise["permutation/z"].argsort(0, descending=True)
    return discriminated(discriminator(z), discriminator(z.gather(0, order)))


def phase(loss, updated):
    value, metrics = loss()
    gradients = torch.autograd.grad(value, list(updated.values()), allow_unused=True, materialize_grads=True)
    return {
        "loss": value.item(),
        "metrics": {name: number.item() for name, number in metrics.items()},
        "gradients": {name: gradient.flatten().tolist() for name, gradient in zip(updated, gradients)},
    }


def short(of_phase):
    """With the gradient of the shorter kernel."""
    gradients = of_phase["gradients"]
    name = "discriminator_1/kernel"
    if name in gradients:
        gradients[name] = gradients[name][-LATENT * 4 :]
    return of_phase


def case(name, phases, **options):
    return {"objective": {"name": name, **options}, "phases": phases}


avb, contrast = "adversarialVariationalBayes", {"adaptiveContrast": True, "samples": SAMPLES}
cases = [
    case(avb, [phase(avb_discriminator, weights), phase(avb_model, graph)]),
    case(avb, [phase(contrast_discriminator, weights), phase(contrast_model, graph)], **contrast),
    case("adversarialAutoencoder", [short(phase(aae_discriminator, weights)), phase(aae_model(2), graph)], weight=2),
    case("factorVae", [phase(factor_model(3), graph), short(phase(factor_discriminator, weights))], gamma=3),
]
flat = {name: values.flatten().tolist() for name, values in noise.items()}
of_networks = {name: values.flatten().tolist() for name, values in weights.items()}
print(json.dumps({"noise": flat, "examples": BATCH, "weights": of_networks, "cases": cases}))
