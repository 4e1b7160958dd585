"""Losses, terms and gradients of PyTorch that the tests of objectives compare with.

    python -m venv .venv && .venv/bin/pip install torch
    .venv/bin/python tools/reference/objectives.py > tools/reference/objectives.json

Two models, a VAE and a hierarchy of two stochastic layers, with weights, data and noise of their own; weights are named
as in the graphs of the tests. Everything is computed in double precision from numbers rounded to float32.

Gradients without the score are taken in two passes that share nothing: by the generative weights the gradient of the
bound, by the recognition weights that of log w with the weights inside of q detached, times the squared shares.
"""

import json
import math

import torch

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(0)


def rounded(*shape, scale=1.0):
    values = torch.randn(*shape, generator=generator) * scale
    return values.to(torch.float32).to(torch.float64)


def affine(name, inputs, outputs):
    return {f"{name}/kernel": rounded(inputs, outputs, scale=0.6), f"{name}/bias": rounded(outputs, scale=0.3)}


def dense(weights, name, x):
    return x @ weights[f"{name}/kernel"] + weights[f"{name}/bias"]


def log_normal(x, loc, log_variance):
    return (-0.5 * (math.log(2 * math.pi) + log_variance + (x - loc) ** 2 * torch.exp(-log_variance))).sum(-1)


def kl_normal(loc, log_variance):
    return 0.5 * (torch.exp(log_variance) + loc**2 - 1 - log_variance).sum(-1)


class Vae:
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

    def posterior(self, w, x):
        h = torch.tanh(dense(w, "recognition_1", x))
        return dense(w, "z_loc", h), dense(w, "z_log_variance", h)

    def draw(self, w, x, noise):
        loc, log_variance = self.posterior(w, x)
        return [loc + torch.exp(log_variance / 2) * noise["z_noise"]]

    def log_q(self, w, x, latents):
        return [log_normal(latents[0], *self.posterior(w, x))]

    def log_p(self, w, x, latents):
        """log p(x given z), and log p of each latent."""
        logits = dense(w, "generative_output", torch.tanh(dense(w, "generative_1", latents[0])))
        likelihood = (x * logits - torch.nn.functional.softplus(logits)).sum(-1)
        zero = torch.zeros(())
        return likelihood, [log_normal(latents[0], zero, zero)]

    def kl(self, w, x):
        return kl_normal(*self.posterior(w, x))

    def kl_per_dimension(self, w, x):
        loc, log_variance = self.posterior(w, x)
        return 0.5 * (torch.exp(log_variance) + loc**2 - 1 - log_variance)


class Hierarchy:
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

    def normal(self, w, name, x):
        return dense(w, f"{name}_loc", x), dense(w, f"{name}_log_variance", x)

    def draw(self, w, x, noise):
        loc, log_variance = self.normal(w, "z1", x)
        z1 = loc + torch.exp(log_variance / 2) * noise["z1_noise"]
        loc, log_variance = self.normal(w, "z2", z1)
        return [z1, loc + torch.exp(log_variance / 2) * noise["z2_noise"]]

    def log_q(self, w, x, latents):
        z1, z2 = latents
        return [log_normal(z1, *self.normal(w, "z1", x)), log_normal(z2, *self.normal(w, "z2", z1))]

    def log_p(self, w, x, latents):
        z1, z2 = latents
        zero = torch.zeros(())
        likelihood = log_normal(x, dense(w, "x_loc", z1), zero)
        return likelihood, [log_normal(z1, *self.normal(w, "z1_prior", z2)), log_normal(z2, zero, zero)]


def terms(model, w, of_q, noise):
    """log p(x given z) and the estimated KL of each latent, [samples, batch]; weights of q may be others."""
    latents = model.draw(w, model.x, noise)
    likelihood, priors = model.log_p(w, model.x, latents)
    return likelihood, [q - p for q, p in zip(model.log_q(of_q, model.x, latents), priors)]


def elbo(model, w, noise, beta=1, detached=False):
    of_q = {name: weight.detach() for name, weight in w.items()} if detached else w
    likelihood, kls = terms(model, w, of_q, noise)
    return (beta * sum(kls) - likelihood).mean()


def iwae(model, w, noise, beta=1):
    likelihood, kls = terms(model, w, w, noise)
    log_weights = likelihood - beta * sum(kls)
    return -(torch.logsumexp(log_weights, 0) - math.log(len(log_weights))).mean()


def doubly_reparameterized(model, w, noise, beta=1):
    """For the recognition weights: the log-weights' path gradient, times s (1 - beta + beta s)."""
    held = {name: weight.detach() for name, weight in w.items()}
    likelihood, kls = terms(model, w, held, noise)
    log_weights = likelihood - beta * sum(kls)
    share = torch.softmax(log_weights, 0).detach()
    return -(share * (1 - beta + beta * share) * log_weights).sum(0).mean()


def analytic(model, w, noise, free=None):
    likelihood, _ = terms(model, w, w, noise)
    kl = model.kl(w, model.x).mean()
    if free is not None:
        kl = torch.clamp(model.kl_per_dimension(w, model.x).mean(0), min=free).sum()
    return kl - likelihood.mean()


def first(noise):
    return {name: values[:1] for name, values in noise.items()}


def case(model, objective, loss, samples, recognition_loss=None):
    w = {name: weight.clone().requires_grad_() for name, weight in model.weights.items()}
    noise = model.noise if samples > 1 else first(model.noise)
    value = loss(w, noise)
    gradients = dict(zip(w, torch.autograd.grad(value, list(w.values()))))
    if recognition_loss is not None:
        of_recognition = torch.autograd.grad(recognition_loss(w, noise), list(w.values()), allow_unused=True)
        for name, gradient in zip(w, of_recognition):
            if name.startswith(model.recognition):
                gradients[name] = gradient
    likelihood, kls = terms(model, w, w, noise)
    estimated = {f"kl/{name}": kl.mean().item() for name, kl in zip(model.names, kls)}
    return {
        "objective": objective,
        "loss": value.item(),
        "expectedLogLikelihood": likelihood.mean().item(),
        "estimated": estimated,
        "gradients": {name: [float(f"{g:.9g}") for g in gradient.flatten().tolist()] for name, gradient in gradients.items()},
    }


def cases(model):
    is_vae = isinstance(model, Vae)
    if is_vae:
        yield case(model, {"name": "elbo"}, lambda w, e: analytic(model, w, e), 1)
        options = {"name": "elbo", "freeBits": {"nats": 0.3}}
        yield case(model, options, lambda w, e: analytic(model, w, e, free=0.3), 1)
    for beta in [1, 0.5]:
        options = {"name": "elbo", "kl": "monteCarlo", "beta": beta, "samples": 3}
        yield case(model, options, lambda w, e: elbo(model, w, e, beta), 3)
        path = lambda w, e: elbo(model, w, e, beta, detached=True)
        yield case(model, {**options, "gradient": "path"}, lambda w, e: elbo(model, w, e, beta), 3, path)
        options = {"name": "importanceWeightedBound", "beta": beta, "samples": 3}
        yield case(model, options, lambda w, e: iwae(model, w, e, beta), 3)
        doubly = lambda w, e: doubly_reparameterized(model, w, e, beta)
        options = {**options, "gradient": "doublyReparameterized"}
        yield case(model, options, lambda w, e: iwae(model, w, e, beta), 3, doubly)


def written(model):
    return {
        "weights": {name: weight.flatten().tolist() for name, weight in model.weights.items()},
        "x": model.x.flatten().tolist(),
        "noise": {name: values.flatten().tolist() for name, values in model.noise.items()},
        "cases": list(cases(model)),
    }


print(json.dumps({"vae": written(Vae()), "hierarchy": written(Hierarchy())}))
