"""PyTorch, eager or compiled."""

import math

from protocol import ADAM_EPSILON, LEARNING_RATE, Skip, serve

HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


def begin(job, arrays):
    import torch
    import torch.nn.functional as F

    settings, work = job["settings"], job["work"]
    model, batch = work["model"], work["batch"]
    loss_of = {
        "dense-vae": dense_loss,
        "convolutional-vae": convolutional_loss,
        "importance-weighted": importance_weighted_loss,
    }[model["model"]](torch, F, model)
    weights = {
        name: torch.nn.Parameter(torch.from_numpy(to_torch(name, value, model)))
        for name, value in arrays.weights.items()
    }
    data = torch.from_numpy(arrays.data)
    shapes = [noise.shape[1:] for noise in arrays.noise]
    optimizer = torch.optim.Adam(
        weights.values(), lr=LEARNING_RATE, eps=ADAM_EPSILON, fused=True if settings["fused"] else None
    )
    if settings["mode"] == "compile":
        loss_of = torch.compile(loss_of)

    def step(indices, noise):
        loss = loss_of(weights, data[indices], noise)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    class Trainee:
        version = f"PyTorch {torch.__version__}"

        def update(self, indices, noise):
            try:
                return step(torch.from_numpy(indices).long(), [torch.from_numpy(each) for each in noise])
            except RuntimeError as error:
                if settings["mode"] == "compile" and "compiler" in str(error):
                    raise Skip("torch.compile found no C++ compiler", "install one, such as g++") from error
                raise

        def run(self, steps):
            loss = None
            for _ in range(steps):
                loss = step(torch.randint(len(data), (batch,)), [torch.randn(shape) for shape in shapes])
            return float(loss)

    return Trainee()


def to_torch(name, value, model):
    """From `[inputs, outputs]` and channels last to `[outputs, inputs]` and channels first, PyTorch's own layouts."""
    import numpy as np

    if name.endswith(".bias"):
        if name == "decoder.1.bias" and model["model"] == "convolutional-vae":
            return np.ascontiguousarray(channels_first(value[None], model)[0])
        return value
    if value.ndim == 4:
        # A filter's channels: [in, out] of a convolution, [out, in] of a transposed one; both become [first, second]
        # as PyTorch has them, [out, in] and [in, out].
        return np.ascontiguousarray(value.transpose(3, 2, 0, 1))
    if model["model"] == "convolutional-vae":
        if name == "encoder.0.kernel":
            value = channels_first(value.T, model).T
        if name == "decoder.1.kernel":
            value = channels_first(value, model)
    return np.ascontiguousarray(value.T)


def channels_first(rows, model):
    """Flattened maps of shape [side, side, channels], as rows, to [channels, side, side]."""
    channels = model["filters"][-1]
    side = model["side"] // 2 ** len(model["filters"])
    return rows.reshape(-1, side, side, channels).transpose(0, 3, 1, 2).reshape(rows.shape)


def dense_layer(F, weights, name, x):
    return F.linear(x, weights[f"{name}.kernel"], weights[f"{name}.bias"])


def stack(F, weights, name, x, depth, activation):
    for index in range(depth):
        x = activation(dense_layer(F, weights, f"{name}.{index}", x))
    return x


def standard_normal_kl(loc, log_variance):
    return 0.5 * (log_variance.exp() + loc.square() - 1 - log_variance).sum(-1).mean()


def dense_loss(torch, F, model):
    depth = len(model["hidden"])

    def loss(weights, x, noise):
        encoded = stack(F, weights, "encoder", x, depth, torch.relu)
        loc = dense_layer(F, weights, "loc", encoded)
        log_variance = dense_layer(F, weights, "logVariance", encoded)
        z = loc + (0.5 * log_variance).exp() * noise[0]
        logits = dense_layer(F, weights, "logits", stack(F, weights, "decoder", z, depth, torch.relu))
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        return reconstruction + standard_normal_kl(loc, log_variance)

    return loss


def convolutional_loss(torch, F, model):
    side, filters = model["side"], model["filters"]
    smallest = side // 2 ** len(filters)

    def loss(weights, rows, noise):
        x = rows.view(-1, 1, side, side)
        maps = x
        for index in range(len(filters)):
            name = f"convolution.{index}"
            maps = F.conv2d(maps, weights[f"{name}.kernel"], weights[f"{name}.bias"], stride=2, padding=1).relu()
        encoded = stack(F, weights, "encoder", maps.flatten(1), 1, torch.relu)
        loc = dense_layer(F, weights, "loc", encoded)
        log_variance = dense_layer(F, weights, "logVariance", encoded)
        z = loc + (0.5 * log_variance).exp() * noise[0]
        maps = stack(F, weights, "decoder", z, 2, torch.relu).view(-1, filters[-1], smallest, smallest)
        for index in range(len(filters)):
            name = f"transposed.{index}"
            kernel, bias = weights[f"{name}.kernel"], weights[f"{name}.bias"]
            maps = F.conv_transpose2d(maps, kernel, bias, stride=2, padding=1)
            maps = maps.sigmoid() if index == len(filters) - 1 else maps.relu()
        reconstruction = 0.5 * (x - maps).square().sum((1, 2, 3)).mean()
        return reconstruction + standard_normal_kl(loc, log_variance)

    return loss


def importance_weighted_loss(torch, F, model):
    lower, upper = model["layers"]
    samples = model["samples"]

    def gaussian(weights, name, x, depth):
        hidden = stack(F, weights, f"{name}.hidden", x, depth, torch.tanh)
        return dense_layer(F, weights, f"{name}.loc", hidden), dense_layer(F, weights, f"{name}.logScale", hidden)

    def log_density(standardized, log_scale):
        return -(0.5 * standardized.square() + HALF_LOG_TWO_PI + log_scale).sum(-1)

    def loss(weights, x, noise):
        batch = len(x)
        loc, log_scale = gaussian(weights, "lowerPosterior", x, len(lower["hidden"]))
        lower_noise = noise[0].view(samples, batch, -1)
        rows = (loc + log_scale.exp() * lower_noise).view(samples * batch, -1)
        upper_loc, upper_log_scale = gaussian(weights, "upperPosterior", rows, len(upper["hidden"]))
        upper_latent = upper_loc + upper_log_scale.exp() * noise[1]
        prior_loc, prior_log_scale = gaussian(weights, "lowerPrior", upper_latent, len(upper["hidden"]))
        hidden = stack(F, weights, "likelihood.hidden", rows, len(lower["hidden"]), torch.tanh)
        logits = dense_layer(F, weights, "likelihood.logits", hidden).view(samples, batch, -1)
        log_likelihood = (x * logits - F.softplus(logits)).sum(-1)
        of_upper = (
            log_density((rows - prior_loc) / prior_log_scale.exp(), prior_log_scale)
            + log_density(upper_latent, 0.0)
            - log_density(noise[1], upper_log_scale)
        )
        log_weights = log_likelihood + of_upper.view(samples, batch) - log_density(lower_noise, log_scale)
        return math.log(samples) - torch.logsumexp(log_weights, 0).mean()

    return loss


def load(settings):
    import torch

    torch.set_num_threads(settings["threads"])


serve(begin, load)
