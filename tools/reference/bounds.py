"""What the scripts of objectives and recipes share: numbers of their own, and bounds with their gradients.

A model is a `BottomUp`: it has `names` of its latents from x up, `recognition` prefixes of weights, `weights`, `x` and `noise`, and
says `posterior`, `log_p`, and `kl` of each latent in closed form at draws of the others. Weights are named as in the graphs of the tests, and laid
out as they are there. Everything is computed in double precision from numbers rounded to float32.

Gradients without the score are taken in two passes that share nothing: by the generative weights the gradient of the
bound, by the recognition weights that of log w with the weights inside of q detached, times the squared shares.
"""

import math

import torch

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(0)


def float32(values):
    """Numbers of four decimals, short to write, as float32 holds them."""
    return values.round(decimals=4).to(torch.float32).to(torch.float64)


def rounded(*shape, scale=1.0):
    return float32(torch.randn(*shape, generator=generator) * scale)


def listed(values):
    return [round(value, 4) for value in values.flatten().tolist()]


def affine(name, inputs, outputs):
    return {f"{name}/kernel": rounded(inputs, outputs, scale=0.6), f"{name}/bias": rounded(outputs, scale=0.3)}


def dense(weights, name, x):
    return x @ weights[f"{name}/kernel"] + weights[f"{name}/bias"]


def log_normal(x, loc, log_variance):
    return (-0.5 * (math.log(2 * math.pi) + log_variance + (x - loc) ** 2 * torch.exp(-log_variance))).sum(-1)


def kl_normal(loc, log_variance, prior_loc=torch.zeros(()), prior_log_variance=torch.zeros(())):
    """Of each dimension."""
    spread = torch.exp(log_variance - prior_log_variance)
    distance = (loc - prior_loc) ** 2 * torch.exp(-prior_log_variance)
    return 0.5 * (spread + distance - 1 - log_variance + prior_log_variance)


class BottomUp:
    """q(z1 given x) q(z2 given z1) ..., each normal: `posterior(w, name, given)` is its location and log-variance."""

    def draw(self, w, x, noise):
        latents = []
        for name in self.names:
            loc, log_variance = self.posterior(w, name, latents[-1] if latents else x)
            latents.append(loc + torch.exp(log_variance / 2) * noise[f"{name}_noise"])
        return latents

    def posteriors(self, w, x, latents):
        return [self.posterior(w, name, given) for name, given in zip(self.names, [x, *latents])]

    def log_q(self, w, x, latents):
        return [log_normal(z, *q) for z, q in zip(latents, self.posteriors(w, x, latents))]


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


def closed(model, w, noise):
    """The KL of each latent in closed form, at draws of the others: [dimensions], means over samples and examples."""
    latents = model.draw(w, model.x, noise)
    return [kl.reshape(-1, kl.shape[-1]).mean(0) for kl in model.kl(w, model.x, latents)]


def analytic(model, w, noise, free=None):
    likelihood, _ = terms(model, w, w, noise)
    kls = [kl if free is None else torch.clamp(kl, min=free) for kl in closed(model, w, noise)]
    return sum(kl.sum() for kl in kls) - likelihood.mean()


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
    if objective["name"] == "elbo" and "kl" not in objective:
        kls = [kl.sum() for kl in closed(model, w, noise)]
    return {
        "objective": objective,
        "loss": value.item(),
        "expectedLogLikelihood": likelihood.mean().item(),
        "kl": {f"kl/{name}": kl.mean().item() for name, kl in zip(model.names, kls)},
        "gradients": {name: [float(f"{g:.7g}") for g in gradient.flatten().tolist()] for name, gradient in gradients.items()},
    }


def analytic_cases(model):
    yield case(model, {"name": "elbo"}, lambda w, e: analytic(model, w, e), 1)


def monte_carlo_cases(model, betas=(1,)):
    for beta in betas:
        options = {"name": "elbo", "kl": "monteCarlo", "beta": beta, "samples": 3}
        yield case(model, options, lambda w, e: elbo(model, w, e, beta), 3)
        path = lambda w, e: elbo(model, w, e, beta, detached=True)
        yield case(model, {**options, "gradient": "path"}, lambda w, e: elbo(model, w, e, beta), 3, path)


def importance_weighted_cases(model, betas=(1,)):
    for beta in betas:
        options = {"name": "importanceWeightedBound", "beta": beta, "samples": 3}
        yield case(model, options, lambda w, e: iwae(model, w, e, beta), 3)
        doubly = lambda w, e: doubly_reparameterized(model, w, e, beta)
        options = {**options, "gradient": "doublyReparameterized"}
        yield case(model, options, lambda w, e: iwae(model, w, e, beta), 3, doubly)


def written(model, cases):
    return {
        "weights": {name: listed(weight) for name, weight in model.weights.items()},
        "x": listed(model.x),
        "noise": {name: listed(values) for name, values in model.noise.items()},
        "cases": list(cases),
    }
