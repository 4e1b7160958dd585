"""The losses in JAX, of weights by name, a batch and its noise."""

import math

import jax
import jax.numpy as jnp

HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


def loss_of(model):
    return {
        "dense-vae": dense_loss,
        "convolutional-vae": convolutional_loss,
        "importance-weighted": importance_weighted_loss,
    }[model["model"]](model)


def dense(weights, name, x):
    return x @ weights[f"{name}.kernel"] + weights[f"{name}.bias"]


def stack(weights, name, x, depth, activation):
    for index in range(depth):
        x = activation(dense(weights, f"{name}.{index}", x))
    return x


def standard_normal_kl(loc, log_variance):
    return 0.5 * (jnp.exp(log_variance) + loc**2 - 1 - log_variance).sum(-1).mean()


def bernoulli_log_likelihood(x, logits):
    return (x * logits - jax.nn.softplus(logits)).sum(-1)


def dense_loss(model):
    depth = len(model["hidden"])

    def loss(weights, x, noise):
        encoded = stack(weights, "encoder", x, depth, jax.nn.relu)
        loc, log_variance = dense(weights, "loc", encoded), dense(weights, "logVariance", encoded)
        z = loc + jnp.exp(0.5 * log_variance) * noise[0]
        logits = dense(weights, "logits", stack(weights, "decoder", z, depth, jax.nn.relu))
        return -bernoulli_log_likelihood(x, logits).mean() + standard_normal_kl(loc, log_variance)

    return loss


def convolutional_loss(model):
    side, filters = model["side"], model["filters"]
    smallest = side // 2 ** len(filters)
    layout = ("NHWC", "HWIO", "NHWC")

    def loss(weights, rows, noise):
        x = rows.reshape(-1, side, side, 1)
        maps = x
        for index in range(len(filters)):
            name = f"convolution.{index}"
            kernel, bias = weights[f"{name}.kernel"], weights[f"{name}.bias"]
            maps = jax.lax.conv_general_dilated(maps, kernel, (2, 2), "SAME", dimension_numbers=layout)
            maps = jax.nn.relu(maps + bias)
        encoded = stack(weights, "encoder", maps.reshape(len(rows), -1), 1, jax.nn.relu)
        loc, log_variance = dense(weights, "loc", encoded), dense(weights, "logVariance", encoded)
        z = loc + jnp.exp(0.5 * log_variance) * noise[0]
        maps = stack(weights, "decoder", z, 2, jax.nn.relu).reshape(-1, smallest, smallest, filters[-1])
        for index in range(len(filters)):
            name = f"transposed.{index}"
            kernel, bias = weights[f"{name}.kernel"], weights[f"{name}.bias"]
            maps = jax.lax.conv_transpose(
                maps, kernel, (2, 2), "SAME", dimension_numbers=layout, transpose_kernel=True
            )
            maps = jax.nn.sigmoid(maps + bias) if index == len(filters) - 1 else jax.nn.relu(maps + bias)
        reconstruction = 0.5 * ((x - maps) ** 2).sum((1, 2, 3)).mean()
        return reconstruction + standard_normal_kl(loc, log_variance)

    return loss


def importance_weighted_loss(model):
    lower, upper = model["layers"]
    samples = model["samples"]

    def gaussian(weights, name, x, depth):
        hidden = stack(weights, f"{name}.hidden", x, depth, jnp.tanh)
        return dense(weights, f"{name}.loc", hidden), dense(weights, f"{name}.logScale", hidden)

    def log_density(standardized, log_scale):
        return -(0.5 * standardized**2 + HALF_LOG_TWO_PI + log_scale).sum(-1)

    def loss(weights, x, noise):
        batch = len(x)
        loc, log_scale = gaussian(weights, "lowerPosterior", x, len(lower["hidden"]))
        lower_noise = noise[0].reshape(samples, batch, -1)
        rows = (loc + jnp.exp(log_scale) * lower_noise).reshape(samples * batch, -1)
        upper_loc, upper_log_scale = gaussian(weights, "upperPosterior", rows, len(upper["hidden"]))
        upper_latent = upper_loc + jnp.exp(upper_log_scale) * noise[1]
        prior_loc, prior_log_scale = gaussian(weights, "lowerPrior", upper_latent, len(upper["hidden"]))
        hidden = stack(weights, "likelihood.hidden", rows, len(lower["hidden"]), jnp.tanh)
        logits = dense(weights, "likelihood.logits", hidden).reshape(samples, batch, -1)
        of_upper = (
            log_density((rows - prior_loc) / jnp.exp(prior_log_scale), prior_log_scale)
            + log_density(upper_latent, 0.0)
            - log_density(noise[1], upper_log_scale)
        )
        log_weights = (
            bernoulli_log_likelihood(x, logits)
            + of_upper.reshape(samples, batch)
            - log_density(lower_noise, log_scale)
        )
        return math.log(samples) - jax.scipy.special.logsumexp(log_weights, axis=0).mean()

    return loss
