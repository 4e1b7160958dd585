"""Values of SciPy and mpmath that the tests of packages/core compare with.

    python -m venv .venv && .venv/bin/pip install numpy scipy mpmath
    .venv/bin/python tools/reference/distributions.py > tools/reference/distributions.json

Parameters are rounded to float32 first, so that both sides compute from the same numbers. SciPy gives the
log-densities. Divergences come from mpmath's quadrature of q (log q - log p), with 50 digits: no closed form is used.
"""

import itertools
import json

import mpmath
import numpy as np
from scipy import special, stats

mpmath.mp.dps = 50


def float32(values):
    return [float(np.float32(value)) for value in values]


def normal_log_prob():
    locs = float32([0, 0.5, -3.7, 1000])
    scales = float32([1, 0.01, 2.5, 1e4])
    standardized = [0, 0.1, -1, 3, -8, 30]
    for loc, scale, distance in itertools.product(locs, scales, standardized):
        # The value nearest to that many scales away which float32 can hold.
        x = float(np.float32(loc + distance * scale))
        yield {"value": x, "parameters": [loc, scale], "logProb": float(stats.norm.logpdf(x, loc, scale))}


def bernoulli_log_prob():
    logits = float32([-200, -88, -20, -10, -5, -1, -1e-4, 0, 1e-4, 0.3, 1, 5, 10, 20, 88, 200])
    for logit in logits:
        for x in float32([0, 0.25, 0.9, 1]):
            log_prob = x * special.log_expit(logit) + (1 - x) * special.log_expit(-logit)
            yield {"value": x, "parameters": [logit], "logProb": float(log_prob)}


def normal_divergence(q, p):
    """The integral of q (log q - log p) over the standardized q, in pieces that resolve its bulk."""
    (q_loc, q_scale), (p_loc, p_scale) = [tuple(map(mpmath.mpf, pair)) for pair in (q, p)]

    def integrand(u):
        x = q_loc + q_scale * u
        log_ratio = (
            mpmath.log(p_scale / q_scale) - u**2 / 2 + ((x - p_loc) / p_scale) ** 2 / 2
        )
        return mpmath.npdf(u) * log_ratio

    return mpmath.quad(integrand, [-40, -8, -2, 0, 2, 8, 40])


def normal_divergences():
    pairs = [
        ((0, 1), (0, 1)),
        ((0.5, 1), (0, 1)),
        ((0, 2), (0, 1)),
        ((-1.5, 0.3), (0.7, 2.5)),
        ((3, 0.001), (0, 1)),
        ((0, 1), (0, 0.01)),
        ((1e-3, 1), (0, 1)),
        ((0, 1.001), (0, 1)),
        ((1e-2, 0.99), (0, 1)),
        ((100, 50), (-100, 0.5)),
        ((0, 1e-20), (0, 1)),
        ((0, 1e12), (0, 1)),
    ]
    for q, p in pairs:
        q, p = float32(q), float32(p)
        yield {"q": q, "p": p, "kl": float(normal_divergence(q, p))}


def standard_normal_quantiles():
    for p in [1e-300, 1e-20, 1e-9, 1e-4, 0.02, 0.0243, 0.05, 0.25, 0.4, 0.5, 0.6, 0.75, 0.95, 0.98, 0.9999, 1 - 1e-9]:
        yield {"p": p, "z": float(stats.norm.ppf(p))}


def lines(records):
    return "[\n" + ",\n".join(f"      {json.dumps(record)}" for record in records) + "\n    ]"


print(
    f"""{{
  "normal": {{
    "logProb": {lines(normal_log_prob())},
    "kl": {lines(normal_divergences())},
    "quantile": {lines(standard_normal_quantiles())}
  }},
  "bernoulli": {{
    "logProb": {lines(bernoulli_log_prob())}
  }}
}}"""
)
