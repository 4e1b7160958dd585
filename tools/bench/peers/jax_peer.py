"""JAX: one jitted function draws the noise, picks the batch and updates the weights."""

from protocol import ADAM_EPSILON, LEARNING_RATE, serve


def begin(job, arrays):
    import jax
    import jax.numpy as jnp

    from jax_losses import loss_of

    work = job["work"]
    batch = work["batch"]
    loss = loss_of(work["model"])
    data = jnp.asarray(arrays.data)
    shapes = [noise.shape[1:] for noise in arrays.noise]

    def adam(weights, gradients, state):
        first, second, count = state
        count = count + 1
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
        second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
        first_scale, second_scale = 1 / (1 - 0.9**count), 1 / (1 - 0.999**count)
        weights = jax.tree.map(
            lambda w, m, v: w - LEARNING_RATE * m * first_scale / (jnp.sqrt(v * second_scale) + ADAM_EPSILON),
            weights,
            first,
            second,
        )
        return weights, (first, second, count)

    def update(weights, state, indices, noise, data):
        value, gradients = jax.value_and_grad(loss)(weights, data[indices], noise)
        weights, state = adam(weights, gradients, state)
        return weights, state, value

    def step(weights, state, key, data):
        key, for_indices, *for_noise = jax.random.split(key, 2 + len(shapes))
        indices = jax.random.randint(for_indices, (batch,), 0, len(data))
        noise = [jax.random.normal(each, shape) for each, shape in zip(for_noise, shapes)]
        return (*update(weights, state, indices, noise, data), key)

    given = jax.jit(update, donate_argnums=(0, 1))
    drawn = jax.jit(step, donate_argnums=(0, 1))

    class Trainee:
        version = f"JAX {jax.__version__}"

        def __init__(self):
            self.weights = {name: jnp.array(value) for name, value in arrays.weights.items()}
            zeros = lambda: jax.tree.map(jnp.zeros_like, self.weights)  # noqa: E731
            self.state = (zeros(), zeros(), jnp.zeros((), jnp.float32))
            self.key = jax.random.key(1)

        def update(self, indices, noise):
            self.weights, self.state, loss = given(self.weights, self.state, indices, noise, data)
            return float(loss)

        def run(self, steps):
            for _ in range(steps):
                self.weights, self.state, loss, self.key = drawn(self.weights, self.state, self.key, data)
            jax.block_until_ready(self.weights)
            return float(loss)

    return Trainee()


def load(settings):
    import jax  # noqa: F401


serve(begin, load)
