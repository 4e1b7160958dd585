"""Keras 3: a model of its layers, trained by `fit`."""

import math
import os

from protocol import ADAM_EPSILON, LEARNING_RATE, serve

HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


def begin(job, arrays):
    import keras
    from keras import ops

    work = job["work"]
    layers = layers_of(keras, arrays.weights)
    loss_of = {
        "dense-vae": dense_loss,
        "convolutional-vae": convolutional_loss,
        "importance-weighted": importance_weighted_loss,
    }[work["model"]["model"]](ops, work["model"])
    shapes = [noise.shape[1:] for noise in arrays.noise]
    batch = work["batch"]

    class Generative(keras.Model):
        """Its output is its loss: a model's terms depend on its inputs, its outputs and its noise alike."""

        def __init__(self):
            super().__init__()
            self.parts = layers
            self.seeds = keras.random.SeedGenerator(1)

        def call(self, inputs):
            if isinstance(inputs, (tuple, list)):
                x, *noise = inputs
            else:
                x = inputs
                noise = [keras.random.normal(shape, seed=self.seeds) for shape in shapes]
            return loss_of(self.parts, x, noise)

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
            return y_pred

    model = Generative()
    model([arrays.data[:batch], *(noise[0] for noise in arrays.noise)])
    for name, layer in layers.items():
        layer.set_weights([arrays.weights[f"{name}.kernel"], arrays.weights[f"{name}.bias"]])
    model.compile(optimizer=keras.optimizers.Adam(LEARNING_RATE, epsilon=ADAM_EPSILON))

    class Trainee:
        version = f"Keras {keras.__version__} on {keras.backend.backend()}"

        def update(self, indices, noise):
            # Its metrics are averages since the last reset.
            model.reset_metrics()
            return float(model.train_on_batch([arrays.data[indices], *noise]))

        def run(self, steps):
            loss = math.nan
            while steps > 0:
                epoch = min(steps, len(arrays.data) // batch)
                history = model.fit(arrays.data[: epoch * batch], batch_size=batch, epochs=1, verbose=0)
                loss = history.history["loss"][-1]
                steps -= epoch
            return float(loss)

    return Trainee()


def layers_of(keras, weights):
    """A layer for each kernel, by name."""
    layers = {}
    for kernel, value in weights.items():
        if not kernel.endswith(".kernel"):
            continue
        name = kernel.removesuffix(".kernel")
        if name.startswith("convolution."):
            layers[name] = keras.layers.Conv2D(value.shape[3], value.shape[0], strides=2, padding="same")
        elif name.startswith("transposed."):
            layers[name] = keras.layers.Conv2DTranspose(value.shape[2], value.shape[0], strides=2, padding="same")
        else:
            layers[name] = keras.layers.Dense(value.shape[1])
    return layers


def stack(layers, name, x, depth, activation):
    for index in range(depth):
        x = activation(layers[f"{name}.{index}"](x))
    return x


def standard_normal_kl(ops, loc, log_variance):
    return 0.5 * ops.mean(ops.sum(ops.exp(log_variance) + ops.square(loc) - 1 - log_variance, -1))


def bernoulli_log_likelihood(ops, x, logits):
    return ops.sum(x * logits - ops.softplus(logits), -1)


def dense_loss(ops, model):
    depth = len(model["hidden"])

    def loss(layers, x, noise):
        encoded = stack(layers, "encoder", x, depth, ops.relu)
        loc, log_variance = layers["loc"](encoded), layers["logVariance"](encoded)
        z = loc + ops.exp(0.5 * log_variance) * noise[0]
        logits = layers["logits"](stack(layers, "decoder", z, depth, ops.relu))
        return standard_normal_kl(ops, loc, log_variance) - ops.mean(bernoulli_log_likelihood(ops, x, logits))

    return loss


def convolutional_loss(ops, model):
    side, filters = model["side"], model["filters"]
    smallest = side // 2 ** len(filters)

    def loss(layers, rows, noise):
        x = ops.reshape(rows, (-1, side, side, 1))
        maps = stack(layers, "convolution", x, len(filters), ops.relu)
        encoded = stack(layers, "encoder", ops.reshape(maps, (len(rows), -1)), 1, ops.relu)
        loc, log_variance = layers["loc"](encoded), layers["logVariance"](encoded)
        z = loc + ops.exp(0.5 * log_variance) * noise[0]
        decoded = stack(layers, "decoder", z, 2, ops.relu)
        maps = ops.reshape(decoded, (-1, smallest, smallest, filters[-1]))
        last = len(filters) - 1
        maps = stack(layers, "transposed", maps, last, ops.relu)
        maps = ops.sigmoid(layers[f"transposed.{last}"](maps))
        reconstruction = 0.5 * ops.mean(ops.sum(ops.square(x - maps), (1, 2, 3)))
        return reconstruction + standard_normal_kl(ops, loc, log_variance)

    return loss


def importance_weighted_loss(ops, model):
    lower, upper = model["layers"]
    samples = model["samples"]

    def gaussian(layers, name, x, depth):
        hidden = stack(layers, f"{name}.hidden", x, depth, ops.tanh)
        return layers[f"{name}.loc"](hidden), layers[f"{name}.logScale"](hidden)

    def log_density(standardized, log_scale):
        return -ops.sum(0.5 * ops.square(standardized) + HALF_LOG_TWO_PI + log_scale, -1)

    def loss(layers, x, noise):
        batch = x.shape[0]
        loc, log_scale = gaussian(layers, "lowerPosterior", x, len(lower["hidden"]))
        lower_noise = ops.reshape(noise[0], (samples, batch, -1))
        rows = ops.reshape(loc + ops.exp(log_scale) * lower_noise, (samples * batch, -1))
        upper_loc, upper_log_scale = gaussian(layers, "upperPosterior", rows, len(upper["hidden"]))
        upper_latent = upper_loc + ops.exp(upper_log_scale) * noise[1]
        prior_loc, prior_log_scale = gaussian(layers, "lowerPrior", upper_latent, len(upper["hidden"]))
        hidden = stack(layers, "likelihood.hidden", rows, len(lower["hidden"]), ops.tanh)
        logits = ops.reshape(layers["likelihood.logits"](hidden), (samples, batch, -1))
        of_upper = (
            log_density((rows - prior_loc) / ops.exp(prior_log_scale), prior_log_scale)
            + log_density(upper_latent, 0.0)
            - log_density(noise[1], upper_log_scale)
        )
        log_weights = (
            bernoulli_log_likelihood(ops, x, logits)
            + ops.reshape(of_upper, (samples, batch))
            - log_density(lower_noise, log_scale)
        )
        return math.log(samples) - ops.mean(ops.logsumexp(log_weights, 0))

    return loss


def load(settings):
    os.environ["KERAS_BACKEND"] = settings["backend"]
    import keras  # noqa: F401


serve(begin, load)
