"""Families of real and of positive numbers."""

import mpmath as mp
import numpy as np
from scipy import stats
import torch
from torch import distributions as td

from .compared import around, divergences, float32, moments, mpmath_divergences, mpmath_log_probs, torch_log_probs


def normal():
    rows = [(0, 1), (0.5, 0.01), (-3.7, 2.5), (1000, 0.25), (0, 1e-15), (-1e10, 1e8), (0.3, 1e4)]
    values = lambda loc, scale: [loc, *around(loc, scale), loc + 1000 * scale]
    pairs = [
        (0, 0, 0, 1), (0.5, 0, 0, 1), (0, np.log(4), 0, 1), (-1.5, -2.4, 0.7, 2.5), (3, -13, -1, 0.5), (1e-4, 0, 0, 1),
        (0, 1e-2, 0, 1), (0, 1e-4, 0, 1), (0, -1e-6, 0, 1), (0, -200, 0, 1), (2, -200, 0, 1), (0, 80, 0, 1),
        (-5, 80, 1, 3), (1e10, 0, 0, 1), (0, 0, 0, 1e-8), (0, 0, 0, 1e8),
    ]

    def exact(q_loc, q_log_variance, p_loc, p_scale):
        log_ratio = q_log_variance - 2 * mp.log(p_scale)
        return (mp.expm1(log_ratio) - log_ratio + ((q_loc - p_loc) / p_scale) ** 2) / 2

    to_laplace = [(0, 0, 0, 1), (0.5, 0.3, 0, 1), (-2, -3, 1, 0.5), (3, 1, 2.9, 4), (10, -4, 0, 1), (0.01, 2, 0, 0.1)]
    return {
        "logProb": torch_log_probs(td.Normal, rows, values, stats.norm.logpdf),
        "moments": moments(td.Normal, rows),
        "kl": {
            "normal": mpmath_divergences(exact, pairs),
            "laplace": mpmath_divergences(normal_to_laplace, to_laplace),
        },
        "quadrature": normal_quadratures(),
        "quantile": [
            {"p": p, "z": float(stats.norm.ppf(p))}
            for p in [1e-300, 1e-20, 1e-9, 1e-4, 0.02, 0.0243, 0.05, 0.25, 0.4, 0.5, 0.6, 0.75, 0.95, 0.98, 0.9999, 1 - 1e-9]
        ],
    }


def normal_quadratures():
    """KL divergences as the integral of q (log q - log p) over the standardized q: no closed form is used."""
    pairs = [
        ((0, 1), (0, 1)), ((0.5, 1), (0, 1)), ((0, 2), (0, 1)), ((-1.5, 0.3), (0.7, 2.5)), ((3, 0.001), (0, 1)),
        ((0, 1), (0, 0.01)), ((1e-3, 1), (0, 1)), ((0, 1.001), (0, 1)), ((1e-2, 0.99), (0, 1)),
        ((100, 50), (-100, 0.5)), ((0, 1e-20), (0, 1)), ((0, 1e12), (0, 1)),
    ]
    for q, p in pairs:
        q, p = float32(q), float32(p)
        (q_loc, q_scale), (p_loc, p_scale) = [tuple(map(mp.mpf, pair)) for pair in (q, p)]

        def integrand(u):
            x = q_loc + q_scale * u
            return mp.npdf(u) * (mp.log(p_scale / q_scale) - u**2 / 2 + ((x - p_loc) / p_scale) ** 2 / 2)

        yield {"q": q, "p": p, "kl": float(mp.quad(integrand, [-40, -8, -2, 0, 2, 8, 40]))}


def normal_to_laplace(q_loc, q_log_variance, p_loc, p_scale):
    """The expected distance under a normal is that of a folded one (Leone et al. 1961)."""
    scale, away = mp.exp(q_log_variance / 2), q_loc - p_loc
    distance = scale * mp.sqrt(2 / mp.pi) * mp.exp(-((away / scale) ** 2) / 2) + away * mp.erf(away / scale / mp.sqrt(2))
    return mp.log(2 * p_scale) + distance / p_scale - mp.log(2 * mp.pi * mp.e) / 2 - q_log_variance / 2


def laplace():
    rows = [(0, 1), (0.5, 0.01), (-3.7, 2.5), (1000, 0.25), (0, 1e-15), (-1e10, 1e8), (0.3, 1e4)]
    pairs = [
        (0, 1, 0.1, 1), (0.5, 0.3, 0, 1), (-2, 0.1, 1, 0.5), (3, 1, 2.9, 4), (10, 0.02, 0, 1), (0.01, 7, 0, 0.1),
        (1, 1e-8, 0, 1), (-1, 1e6, 0, 1), (1e-3, 1, 0, 1),
    ]
    to_normal = [row for row in pairs if row[1] < 1e6]
    return {
        "logProb": torch_log_probs(td.Laplace, rows, around, stats.laplace.logpdf),
        "moments": moments(td.Laplace, rows),
        "kl": {
            "laplace": divergences(lambda a, b, c, d: (td.Laplace(a, b), td.Laplace(c, d)), pairs),
            "normal": divergences(lambda a, b, c, d: (td.Laplace(a, b), td.Normal(c, d)), to_normal),
        },
    }


def student_t():
    rows = [(1, 0, 1), (2.5, 0.5, 0.01), (0.3, -3.7, 2.5), (30, 1000, 0.25), (1e5, 0, 1), (4, -1e10, 1e8), (7, 0, 1e-15)]
    return {
        "logProb": torch_log_probs(
            td.StudentT, rows, lambda _, loc, scale: around(loc, scale), lambda x, df, loc, s: stats.t.logpdf(x, df, loc, s)
        ),
        "moments": moments(td.StudentT, [(2.5, 0.5, 0.1), (3, -2, 4), (30, 1000, 0.25), (1e5, 0, 1)]),
    }


def log_normal():
    rows = [(0, 1), (0.5, 0.01), (-3.7, 2.5), (5, 0.25), (0.3, 8), (20, 3)]
    values = lambda loc, scale: [np.exp(one) for one in (loc + 0.1 * scale, *around(loc, min(scale, 1.5)))]
    pairs = [(0, 1, 0.1, 1), (0.5, 0.3, 0, 1), (-2, 0.1, 1, 0.5), (3, 1, 2.9, 4), (10, 0.02, 0, 1), (0.01, 7, 0, 0.1)]
    return {
        "logProb": torch_log_probs(td.LogNormal, rows, values),
        "moments": moments(td.LogNormal, [(0, 1), (0.5, 0.01), (-3.7, 2.5), (5, 0.25)]),
        "kl": {"logNormal": divergences(lambda a, b, c, d: (td.LogNormal(a, b), td.LogNormal(c, d)), pairs)},
    }


def gamma():
    """By the logarithm of the mean, and the concentration."""
    create = lambda log_mean, concentration: td.Gamma(concentration, concentration / torch.exp(log_mean))
    density = lambda x, log_mean, c: stats.gamma.logpdf(x, c, scale=np.exp(log_mean) / c)
    rows = [(0, 1), (0.5, 0.5), (-3, 20), (4, 3), (0.1, 1e-2), (2, 400), (10, 1.5), (-8, 1e4)]
    values = lambda log_mean, c: [np.exp(log_mean + one / np.sqrt(max(c, 1))) for one in (-4, -1, -0.1, 0, 0.3, 1.2)]
    pairs = [
        (0, 1, 0, 1.1), (1, 2, 0.5, 3), (-2, 0.5, -1, 0.4), (3, 30, 3.1, 25), (0, 200, 0, 190), (2, 0.1, 1, 4),
        (0.3, 7, -0.7, 1),
    ]
    return {
        "logProb": torch_log_probs(create, rows, values, density),
        "moments": moments(create, [row for row in rows if row[1] < 1e3]),
        "kl": {"gamma": divergences(lambda a, b, c, d: (create(a, b), create(c, d)), pairs)},
    }


def zero_inflated_log_normal():
    """Zero with the probability q = sigmoid(zero_logit), the last parameter of a row, else log-normal (Aitchison 1955)."""
    rows = [(0, 1, 0), (0.5, 0.01, -3), (-3.7, 2.5, 2), (5, 0.25, -0.4), (0.3, 8, 0.1), (20, 3, -20), (1, 0.5, 30), (-1, 0.7, 8)]

    def values(loc, scale, _):
        return [0, *[np.exp(loc + min(scale, 1.5) * away) for away in (-3, -0.7, 0.1, 0.3, 1.25, 8)]]

    def log_prob(x, loc, scale, zero_logit):
        q = 1 / (1 + mp.exp(-zero_logit))
        if x == 0:
            return mp.log(q)
        away = (mp.log(x) - loc) / scale
        density = -(away**2) / 2 - mp.log(scale * x) - mp.log(2 * mp.pi) / 2
        peer = stats.lognorm.logpdf(float(x), float(scale), scale=float(mp.exp(loc)))
        assert np.isclose(float(density), peer, rtol=1e-6, atol=1e-6), (x, loc, scale)
        return mp.log(1 - q) + density

    def moment_rows():
        for row in rows:
            if row[1] > 4:
                continue
            row = [float32(one) for one in row]
            loc, scale, zero_logit = map(mp.mpf, row)
            q = 1 / (1 + mp.exp(-zero_logit))
            mean = mp.exp(loc + scale**2 / 2)
            variance = mp.expm1(scale**2) * mean**2
            entropy = loc + mp.log(scale) + mp.log(2 * mp.pi * mp.e) / 2
            yield {
                "parameters": row,
                "mean": float((1 - q) * mean),
                "variance": float((1 - q) * (variance + q * mean**2)),
                "entropy": float(-q * mp.log(q) + (1 - q) * (entropy - mp.log(1 - q))),
            }

    return {"logProb": mpmath_log_probs(log_prob, rows, values), "moments": moment_rows()}
