"""Losses, metrics and gradients of models of two modalities, by PyTorch.

    python tools/reference/modalities.py

x has Bernoulli elements, y is one-hot. One example has no x, another no y. The weights have the names
and the layout of the layers: a kernel is [inputs, outputs].
"""

import json
import math
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(4)

BATCH, X, Y, Z, HIDDEN = 4, 6, 3, 2, 5
SIZES = {
    "recognition_x/recognition_x_1": (X, HIDDEN),
    "recognition_y/recognition_y_1": (Y, HIDDEN),
    "z_x_loc": (HIDDEN, Z),
    "z_x_log_variance": (HIDDEN, Z),
    "z_y_loc": (HIDDEN, Z),
    "z_y_log_variance": (HIDDEN, Z),
    "generative_x/generative_x_1": (Z, HIDDEN),
    "generative_x/generative_x_output": (HIDDEN, X),
    "generative_y/generative_y_1": (Z, HIDDEN),
    "generative_y/generative_y_output": (HIDDEN, Y),
}
weights = {}
for layer, (inputs, outputs) in SIZES.items():
    weights[f"{layer}/kernel"] = (0.6 * torch.randn(inputs, outputs)).requires_grad_()
    weights[f"{layer}/bias"] = (0.3 * torch.randn(outputs)).requires_grad_()

x = (torch.rand(BATCH, X) < 0.5).double()
y = torch.nn.functional.one_hot(torch.tensor([0, 2, 1, 2]), Y).double()
has = {"x": torch.tensor([1.0, 0, 1, 1]), "y": torch.tensor([1.0, 1, 0, 1])}
normal = torch.randn(BATCH, Z)
uniform = torch.rand(2 * BATCH, Z) * 0.9 + 0.05


def dense(layer, value):
    return value @ weights[f"{layer}/kernel"] + weights[f"{layer}/bias"]


def expert(name, value):
    hidden = torch.tanh(dense(f"recognition_{name}/recognition_{name}_1", value))
    return dense(f"z_{name}_loc", hidden), dense(f"z_{name}_log_variance", hidden)


# A missing modality is 0 for its network.
experts = {"x": expert("x", x * has["x"][:, None]), "y": expert("y", y * has["y"][:, None])}


def log_likelihoods(z):
    of_x = dense("generative_x/generative_x_output", torch.tanh(dense("generative_x/generative_x_1", z)))
    of_y = dense("generative_y/generative_y_output", torch.tanh(dense("generative_y/generative_y_1", z)))
    log_x = torch.distributions.Bernoulli(logits=of_x).log_prob(x).sum(-1)
    log_y = (torch.log_softmax(of_y, -1) * y).sum(-1)
    return {"x": log_x * has["x"], "y": log_y * has["y"]}


def product_terms(present):
    """Log-likelihoods and the KL divergence of the product of the prior and the present experts."""
    precision = torch.ones(BATCH, Z)
    weighted = torch.zeros(BATCH, Z)
    for name, (loc, log_variance) in experts.items():
        own = present[name][:, None] * torch.exp(-log_variance)
        precision = precision + own
        weighted = weighted + own * loc
    loc, variance = weighted / precision, 1 / precision
    terms = log_likelihoods(loc + variance.sqrt() * normal)
    kl = 0.5 * (variance + loc**2 - 1 - variance.log()).sum(-1)
    counted = {name: terms[name] * (present[name] / has[name].clamp(min=1)) for name in terms}
    return counted, kl


def subsampled(label_weight):
    loss, metrics = 0.0, {}
    subsets = {"nelbo": has}
    for name in has:
        alone = {other: has[other] * (1.0 if other == name else 0.0) for other in has}
        subsets[f"nelbo/{name}"] = alone
    for metric, present in subsets.items():
        terms, kl = product_terms(present)
        metrics[metric] = (kl - terms["x"] - terms["y"]).mean()
        loss = loss + (kl - terms["x"] - label_weight * terms["y"]).mean()
    return loss, metrics


def normal_log_prob(z, loc, log_variance):
    return (-0.5 * (math.log(2 * math.pi) + log_variance + (z - loc) ** 2 / log_variance.exp())).sum(-1)


def stratified(samples, weighted):
    count = has["x"] + has["y"]
    noise = torch.special.ndtri(uniform[: samples * BATCH]).reshape(samples, BATCH, Z)
    nelbo, bound = torch.zeros(BATCH), torch.zeros(BATCH)
    for name, (loc, log_variance) in experts.items():
        z = loc + torch.exp(0.5 * log_variance) * noise
        terms = log_likelihoods(z)
        log_prior = normal_log_prob(z, torch.zeros(Z), torch.zeros(Z))
        densities = torch.stack(
            [
                normal_log_prob(z, *experts[other]) + torch.log(has[other].clamp(min=1e-300))
                for other in experts
            ]
        )
        log_posterior = torch.logsumexp(densities, 0) - count.log()
        log_weight = terms["x"] + terms["y"] + log_prior - log_posterior
        share = has[name] / count
        nelbo = nelbo - share * log_weight.mean(0)
        bound = bound - share * (torch.logsumexp(log_weight, 0) - math.log(samples))
    metrics = {"nelbo": nelbo.mean()}
    if weighted:
        metrics["iwNelbo"] = bound.mean()
    return (bound if weighted else nelbo).mean(), metrics


def case(posterior, objective, computed):
    loss, metrics = computed
    gradients = torch.autograd.grad(loss, list(weights.values()), retain_graph=True)
    return {
        "posterior": posterior,
        "objective": objective,
        "loss": loss.item(),
        "metrics": {name: value.item() for name, value in metrics.items()},
        "gradients": {name: value.flatten().tolist() for name, value in zip(weights, gradients)},
    }


def flat(tensor):
    return tensor.detach().flatten().tolist()


cases = [
    case(
        "productOfExperts",
        {"name": "subsampledElbo", "likelihoodWeights": {"y": 3}},
        subsampled(3.0),
    ),
    case("mixtureOfExperts", {"name": "stratifiedElbo"}, stratified(1, False)),
    case(
        "mixtureOfExperts",
        {"name": "stratifiedElbo", "samples": 2, "bound": "importanceWeighted"},
        stratified(2, True),
    ),
]
result = {
    "weights": {name: flat(value) for name, value in weights.items()},
    "x": flat(x),
    "y": flat(y),
    "has": {name: flat(value) for name, value in has.items()},
    "normal": flat(normal),
    "uniform": flat(uniform),
    "cases": cases,
}
path = Path(__file__).with_name("modalities.json")
path.write_text(json.dumps(result) + "\n")
print(path, [round(each["loss"], 4) for each in cases])
