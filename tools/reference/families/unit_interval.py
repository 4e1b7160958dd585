"""Families between 0 and 1, or of either."""

import itertools

import mpmath as mp
from scipy import stats
from torch import distributions as td

from .compared import around, divergences, float32, moments, mpmath_divergences, mpmath_log_probs, torch_log_probs


def bernoulli():
    logits = [-1000, -200, -88, -20, -10, -5, -1, -1e-4, 0, 1e-4, 0.3, 1, 5, 10, 20, 88, 200, 1000]

    def log_prob(x, logit):
        # -log(1 + exp(-l)), without the loss of digits that even mpmath has in 1 + exp(-1000).
        softplus = lambda v: max(v, mp.mpf(0)) + mp.log1p(mp.exp(-abs(v)))
        return -x * softplus(-logit) - (1 - x) * softplus(logit)

    create = lambda logits: td.Bernoulli(logits=logits)
    pairs = itertools.product([-20, -3, 0.2, 4], [-20, -2.9, 0, 5])
    return {
        "logProb": mpmath_log_probs(log_prob, [(one,) for one in logits], lambda _: [0, 0.25, 0.9, 1]),
        "moments": moments(create, [(one,) for one in [-60, -20, -5, -1, 0, 0.3, 2, 12]]),
        "kl": {"bernoulli": divergences(lambda q, p: (create(q), create(p)), pairs)},
    }


def beta():
    rows = [(1, 1), (0.5, 0.5), (2, 5), (30, 4), (0.01, 0.02), (1e4, 2e4), (300, 0.1), (1.5, 80)]
    values = lambda a, b: [1e-12, 1e-3, 0.1, 0.333, 0.5, 0.9, 0.9999]
    pairs = [
        (1, 1, 1, 2), (2, 3, 2.1, 3), (0.5, 0.5, 1, 1), (30, 4, 2, 2), (0.1, 5, 3, 0.2), (1000, 2000, 900, 2100),
        (3, 1000, 2, 1500), (1, 1, 40, 40),
    ]
    return {
        "logProb": torch_log_probs(td.Beta, rows, values, stats.beta.logpdf),
        "moments": moments(td.Beta, rows),
        "kl": {"beta": divergences(lambda a, b, c, d: (td.Beta(a, b), td.Beta(c, d)), pairs)},
    }


def continuous_bernoulli():
    """Loaiza-Ganem and Cunningham 2019; PyTorch takes a Taylor series around a probability of a half."""
    logits = [-300, -87, -20, -5, -1.1, -0.9, -1e-2, -1e-5, 1e-5, 1e-3, 0.1, 0.99, 1.01, 3, 12, 40, 88, 300]
    log_normalizer = lambda l: mp.log(mp.expm1(l) / l)

    def log_prob(x, logit):
        return x * logit - log_normalizer(logit)

    def moment_rows():
        for logit in map(float32, logits):
            mean, variance = mp.diff(log_normalizer, logit), mp.diff(log_normalizer, logit, 2)
            entropy = log_normalizer(mp.mpf(logit)) - logit * mean
            yield {"parameters": [logit], "mean": float(mean), "variance": float(variance), "entropy": float(entropy)}

    def kl(q, p):
        return (q - p) * mp.diff(log_normalizer, q) - log_normalizer(q) + log_normalizer(p)

    return {
        "logProb": mpmath_log_probs(log_prob, [(one,) for one in logits], lambda _: [0, 0.25, 0.9, 1]),
        "moments": moment_rows(),
        "kl": {
            "continuousBernoulli": mpmath_divergences(
                kl, [(0.5, -1), (3, -2), (20, 18), (-7, 40), (0.3, 0.8), (-200, 1), (5, -3)]
            )
        },
    }


def relaxed_bernoulli():
    """Maddison et al. 2017, appendix B: the density of x, and that of its logit."""
    rows = [(0, 1), (0.7, 0.5), (-3, 0.1), (5, 2.5), (-20, 0.66), (88, 0.3), (0.1, 10)]

    def of_logit(y, logits, temperature):
        away = logits - temperature * y
        return mp.log(temperature) + away - 2 * (max(away, mp.mpf(0)) + mp.log1p(mp.exp(-abs(away))))

    def log_prob(x, logits, temperature):
        return of_logit(mp.log(x / (1 - x)), logits, temperature) - mp.log(x) - mp.log1p(-x)

    return {
        "logProb": mpmath_log_probs(log_prob, rows, lambda *_: [1e-20, 1e-3, 0.1, 0.5, 0.77, 0.9999]),
        "logit": mpmath_log_probs(of_logit, rows, lambda *_: [-400, -30, -1, 0, 0.3, 12, 200]),
    }
