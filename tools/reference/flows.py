"""Values of JAX, distrax and NumPyro that the tests of packages/distributions compare steps of normalizing flows with.

    python -m venv .venv && .venv/bin/pip install numpy jax distrax numpyro
    .venv/bin/python tools/reference/flows.py

Parameters and values are rounded to float32 first; then everything is done in float64. Splines, couplings and autoregressive
transforms are those of distrax and NumPyro. Planar, radial and Sylvester flows are their papers' equations, and their
log-determinants those of the Jacobian by JAX' forward mode. Gradients are JAX' own.
"""

import json
import pathlib

import jax
import jax.numpy as jnp
import numpy as np
from jax.nn import elu, softplus

jax.config.update("jax_enable_x64", True)

import distrax  # noqa: E402
from numpyro.distributions.flows import InverseAutoregressiveTransform  # noqa: E402

SIZE, BATCH, HIDDEN, BINS, BOUND, LEAST = 4, 3, 5, 4, 3.0, 1e-3


def float32(values):
    return np.asarray(values, dtype=np.float32).astype(np.float64)


def sines(count, phase=0.0):
    return float32([0.8 * np.sin(2.3 * index + 0.7 + phase) for index in range(count)])


def cut(weights, *shapes):
    pieces, start = [], 0
    for shape in shapes:
        length = int(np.prod(shape))
        pieces.append(weights[start : start + length].reshape(shape))
        start += length
    assert start == len(weights), (start, len(weights))
    return pieces


def by_jacobian(function):
    def both(weights, x):
        of = lambda row: function(weights, row)
        jacobians = jax.vmap(jax.jacfwd(of))(x)
        return jax.vmap(of)(x), jnp.linalg.slogdet(jacobians)[1]

    return both


def planar(weights, x):
    u, w, b = cut(weights, (SIZE,), (SIZE,), (1,))
    wu = w @ u
    u = u + (-1 + softplus(wu) - wu) * w / (w @ w)
    return x + u * jnp.tanh(w @ x + b)


def radial(weights, x):
    center, log_alpha, beta = cut(weights, (SIZE,), (1,), (1,))
    alpha = jnp.exp(log_alpha)
    beta = -alpha + softplus(beta)
    return x + beta * (x - center) / (alpha + jnp.linalg.norm(x - center))


def sylvester_of(basis, right, left, b, x):
    def triangle(matrix):
        return jnp.triu(matrix, 1) + jnp.diag(jnp.tanh(jnp.diag(matrix)))

    return x + basis @ triangle(right) @ jnp.tanh(triangle(left) @ basis.T @ x + b)


def sylvester(weights, x, m=2):
    columns, right, left, b = cut(weights, (SIZE, m), (m, m), (m, m), (m,))
    basis, r = jnp.linalg.qr(columns)
    return sylvester_of(basis * jnp.sign(jnp.diag(r)), right, left, b, x)


def householder_sylvester(weights, x, count=2):
    vectors, right, left, b = cut(weights, (count, SIZE), (SIZE, SIZE), (SIZE, SIZE), (SIZE,))
    basis = jnp.eye(SIZE)
    for v in vectors:
        basis = basis @ (jnp.eye(SIZE) - 2 * jnp.outer(v, v) / (v @ v))
    return sylvester_of(basis, right, left, b, x)


def network(weights, x, inputs, outputs, masks=(1, 1)):
    kernel_1, bias_1, kernel_2, bias_2 = cut(
        weights, (inputs, HIDDEN), (HIDDEN,), (HIDDEN, outputs), (outputs,)
    )
    return elu(x @ (kernel_1 * masks[0]) + bias_1) @ (kernel_2 * masks[1]) + bias_2


def scale_of(raw):
    return 5 * jnp.tanh(raw / 5)


def spline_of(raw):
    """[..., elements, 3 bins - 1] to distrax' [..., elements, 3 bins + 1]; the slopes at the ends are 1."""
    ends = jnp.zeros((*raw.shape[:-1], 1))
    params = jnp.concatenate([raw[..., : 2 * BINS], ends, raw[..., 2 * BINS :], ends], -1)
    return distrax.RationalQuadraticSpline(
        params, -BOUND, BOUND, boundary_slopes="identity", min_bin_size=LEAST * 2 * BOUND, min_knot_slope=LEAST
    )


def coupling(numbers, bijector):
    kept = SIZE // 2

    def both(weights, x):
        def conditioner(first):
            raw = network(weights, first, kept, (SIZE - kept) * numbers)
            return raw.reshape(*raw.shape[:-1], SIZE - kept, numbers)

        split = distrax.SplitCoupling(
            split_index=kept, event_ndims=1, conditioner=conditioner, bijector=bijector, split_axis=-1
        )
        return split.forward_and_log_det(x)

    return both


def affine_coupling(raw):
    return distrax.ScalarAffine(shift=raw[..., 0], log_scale=scale_of(raw[..., 1]))


def additive_coupling(raw):
    return distrax.ScalarAffine(shift=raw[..., 0])


def masks(numbers):
    inputs = np.arange(1, SIZE + 1)
    hidden = np.arange(HIDDEN) % SIZE
    outputs = np.repeat(np.arange(SIZE), numbers)
    return inputs[:, None] <= hidden[None], hidden[:, None] <= outputs[None]


def masked(weights, x, numbers):
    raw = network(weights, x, SIZE, SIZE * numbers, masks(numbers))
    return raw.reshape(*raw.shape[:-1], SIZE, numbers)


def autoregressive_transform(weights):
    def arn(x):
        raw = masked(weights, x, 2)
        return raw[..., 0], scale_of(raw[..., 1])

    return InverseAutoregressiveTransform(arn, log_scale_min_clip=-5.0, log_scale_max_clip=5.0)


def inverse_autoregressive(weights, x):
    transform = autoregressive_transform(weights)
    y, intermediates = transform.call_with_intermediates(x)
    return y, transform.log_abs_det_jacobian(x, y, intermediates)


def inverse_autoregressive_spline(weights, x):
    y, log_det = spline_of(masked(weights, x, 3 * BINS - 1)).forward_and_log_det(x)
    return y, log_det.sum(-1)


def act_norm(weights, x):
    loc, log_scale = cut(weights, (SIZE,), (SIZE,))
    return loc + jnp.exp(log_scale) * x


def network_length(inputs, outputs):
    return inputs * HIDDEN + HIDDEN + HIDDEN * outputs + outputs


half = SIZE // 2
small = {"hidden": [HIDDEN], "amortized": False}
spline = {"bins": BINS, "bound": BOUND, **small}
STEPS = [
    ("planar", {"amortized": False}, 2 * SIZE + 1, by_jacobian(planar)),
    ("radial", {"amortized": False}, SIZE + 2, by_jacobian(radial)),
    ("sylvester", {"columns": 2, "amortized": False}, SIZE * 2 + 4 + 4 + 2, by_jacobian(sylvester)),
    (
        "householderSylvester",
        {"reflections": 2, "amortized": False},
        2 * SIZE + 2 * SIZE * SIZE + SIZE,
        by_jacobian(householder_sylvester),
    ),
    ("affineCoupling", small, network_length(half, half * 2), coupling(2, affine_coupling)),
    ("additiveCoupling", small, network_length(half, half), coupling(1, additive_coupling)),
    ("splineCoupling", spline, network_length(half, half * (3 * BINS - 1)), coupling(3 * BINS - 1, spline_of)),
    ("inverseAutoregressive", small, network_length(SIZE, SIZE * 2), inverse_autoregressive),
    (
        "inverseAutoregressiveSpline",
        spline,
        network_length(SIZE, SIZE * (3 * BINS - 1)),
        inverse_autoregressive_spline,
    ),
    ("actNorm", {"amortized": False}, 2 * SIZE, by_jacobian(act_norm)),
]


def record(name, options, count, both):
    weights = sines(count)
    x = float32(2.5 * sines(SIZE * BATCH, 0.4)).reshape(BATCH, SIZE)
    direction = sines(SIZE * BATCH, 1.1).reshape(BATCH, SIZE)

    def objective(weights, x):
        y, log_det = both(weights, x)
        return jnp.sum(y * direction) + jnp.sum(log_det)

    y, log_det = both(weights, x)
    of_weights, of_x = jax.grad(objective, (0, 1))(jnp.asarray(weights), jnp.asarray(x))
    rounded = lambda values: [float(f"{value:.9g}") for value in np.ravel(values)]
    return {
        "step": name,
        "options": options,
        "weights": rounded(weights),
        "x": rounded(x),
        "direction": rounded(direction),
        "y": rounded(y),
        "logDet": rounded(log_det),
        "gradient": {"weights": rounded(of_weights), "x": rounded(of_x)},
    }


lines = ",\n".join("  " + json.dumps(record(*step), allow_nan=False) for step in STEPS)
(pathlib.Path(__file__).parent / "flows.json").write_text(f"[\n{lines}\n]\n")
