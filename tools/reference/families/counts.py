"""Families of whole numbers."""

import mpmath as mp
import numpy as np
import torch
from torch import distributions as td

from .compared import divergences, float32, moments, mpmath_log_probs


def poisson():
    rows = [(one,) for one in [-30, -3, -0.1, 0, 1.3, 3, 5.5, 9, 13]]
    create = lambda log_rate: td.Poisson(torch.exp(log_rate))

    def values(log_rate):
        rate = np.exp(log_rate)
        return sorted({0, 1, 2, *(float(np.float32(round(one))) for one in (3 * rate, rate, rate + 3 * np.sqrt(rate), 17))})

    def log_prob(x, log_rate):
        return x * log_rate - mp.exp(log_rate) - mp.loggamma(x + 1)

    pairs = [(0, 0.1), (-3, 2), (5, 5.01), (5, 4), (-20, 1), (1, -20), (2, 0)]
    return {
        "logProb": mpmath_log_probs(log_prob, rows, values),
        "moments": moments(create, rows, entropy=False),
        "kl": {"poisson": divergences(lambda q, p: (create(q), create(p)), pairs)},
    }


def negative_binomial():
    rows = [(0, 1), (2, 0.1), (3, 20), (-5, 2), (6, 3), (1, 1e5), (9, 50), (5, 1e-3)]
    create = lambda log_rate, concentration: td.NegativeBinomial(concentration, logits=log_rate - torch.log(concentration))

    def values(log_rate, _):
        rate = np.exp(log_rate)
        return sorted({0, 1, 2, *(float(np.float32(round(one))) for one in (3 * rate, rate, 1.3 * rate, 17))})

    def log_prob(x, log_rate, c):
        rate = mp.exp(log_rate)
        choices = mp.loggamma(x + c) - mp.loggamma(c) - mp.loggamma(x + 1)
        return choices + c * mp.log(c / (c + rate)) + x * mp.log(rate / (c + rate))

    return {
        "logProb": mpmath_log_probs(log_prob, rows, values),
        "moments": moments(create, rows, entropy=False),
    }


def zero_inflated(log_prob, rows, values, mean, variance):
    """With the probability q = sigmoid(zero_logit) of an extra zero, the last parameter of a row (Lambert 1992)."""

    def inflated(x, *row):
        q = 1 / (1 + mp.exp(-row[-1]))
        counted = (1 - q) * mp.exp(log_prob(x, *row[:-1]))
        return mp.log(counted + (q if x == 0 else 0))

    def moment_rows():
        for row in rows[:-1]:
            row = [float32(one) for one in row]
            *counted, zero_logit = map(mp.mpf, row)
            q = 1 / (1 + mp.exp(-zero_logit))
            centre, spread = mean(*counted), variance(*counted)
            yield {
                "parameters": row,
                "mean": float((1 - q) * centre),
                "variance": float((1 - q) * (spread + q * centre**2)),
            }

    return {"logProb": mpmath_log_probs(inflated, rows, values), "moments": moment_rows()}


def zero_inflated_poisson():
    rows = [(0, 0), (-3, 2), (1.3, -4), (3, 1), (5.5, 0.3), (2, -20), (-10, 5), (0.5, 30)]

    def log_prob(x, log_rate):
        return x * log_rate - mp.exp(log_rate) - mp.loggamma(x + 1)

    values = lambda log_rate, _: sorted({0, 1, 2, float(round(np.exp(log_rate))), float(round(3 * np.exp(log_rate))), 17})
    return zero_inflated(log_prob, rows, values, mp.exp, mp.exp)


def zero_inflated_negative_binomial():
    rows = [(0, 1, 0), (2, 0.1, -1), (3, 20, 2), (-5, 2, 0.3), (6, 3, -3), (1, 1e5, 1), (2, 4, -0.4), (0.5, 1, 30)]

    def log_prob(x, log_rate, c):
        rate = mp.exp(log_rate)
        choices = mp.loggamma(x + c) - mp.loggamma(c) - mp.loggamma(x + 1)
        return choices + c * mp.log(c / (c + rate)) + x * mp.log(rate / (c + rate))

    values = lambda log_rate, *_: sorted({0, 1, 2, float(round(np.exp(log_rate))), float(round(3 * np.exp(log_rate))), 17})
    return zero_inflated(
        log_prob, rows, values, lambda log_rate, _: mp.exp(log_rate),
        lambda log_rate, c: mp.exp(log_rate) + mp.exp(2 * log_rate) / c,
    )


def hurdle(log_prob, rows, values, mean, variance):
    """Zero with the probability q = sigmoid(zero_logit), the last parameter of a row, else a count without zeros (Mullahy 1986)."""

    def truncated(x, *row):
        q = 1 / (1 + mp.exp(-row[-1]))
        return mp.log(q) if x == 0 else mp.log(1 - q) + log_prob(x, *row[:-1]) - mp.log(-mp.expm1(log_prob(0, *row[:-1])))

    def moment_rows():
        for row in rows:
            row = [float32(one) for one in row]
            *counted, zero_logit = map(mp.mpf, row)
            positive = 1 / (1 + mp.exp(zero_logit)) / -mp.expm1(log_prob(0, *counted))
            centre, spread = mean(*counted), variance(*counted)
            yield {
                "parameters": row,
                "mean": float(positive * centre),
                "variance": float(positive * (spread + centre**2) - (positive * centre) ** 2),
            }

    return {"logProb": mpmath_log_probs(truncated, rows, values), "moments": moment_rows()}


def hurdle_poisson():
    rows = [(0, 0), (-3, 2), (1.3, -4), (3, 1), (5.5, 0.3), (2, -20), (-10, 5), (0.5, 12)]

    def log_prob(x, log_rate):
        return x * log_rate - mp.exp(log_rate) - mp.loggamma(x + 1)

    values = lambda log_rate, _: sorted({0, 1, 2, float(round(np.exp(log_rate))), float(round(3 * np.exp(log_rate))), 17})
    return hurdle(log_prob, rows, values, mp.exp, mp.exp)


def hurdle_negative_binomial():
    rows = [(0, 1, 0), (2, 0.1, -1), (3, 20, 2), (-5, 2, 0.3), (6, 3, -3), (1, 1e5, 1), (2, 4, -0.4), (0.5, 1, 12)]

    def log_prob(x, log_rate, c):
        rate = mp.exp(log_rate)
        choices = mp.loggamma(x + c) - mp.loggamma(c) - mp.loggamma(x + 1)
        return choices + c * mp.log(c / (c + rate)) + x * mp.log(rate / (c + rate))

    values = lambda log_rate, *_: sorted({0, 1, 2, float(round(np.exp(log_rate))), float(round(3 * np.exp(log_rate))), 17})
    return hurdle(
        log_prob, rows, values, lambda log_rate, _: mp.exp(log_rate),
        lambda log_rate, c: mp.exp(log_rate) + mp.exp(2 * log_rate) / c,
    )


def discretized_logistic():
    """Salimans et al. 2017, equation 2: the mass of a logistic density between x - 1/2 and x + 1/2, 0 to 255."""
    rows = [(127.5, 20), (0, 1), (255, 0.4), (100.3, 0.05), (-30, 15), (200, 5000), (400, 10)]

    def mass(x, loc, scale):
        cdf = lambda at: 1 / (1 + mp.exp(-(at - loc) / scale))
        return (mp.mpf(1) if x == 255 else cdf(x + 0.5)) - (mp.mpf(0) if x == 0 else cdf(x - 0.5))

    def moment_rows():
        for row in rows:
            row = [float32(one) for one in row]
            masses = [mass(mp.mpf(x), *map(mp.mpf, row)) for x in range(256)]
            mean = sum(x * p for x, p in enumerate(masses))
            variance = sum((x - mean) ** 2 * p for x, p in enumerate(masses))
            yield {"parameters": row, "mean": float(mean), "variance": float(variance)}

    with mp.workdps(2000):
        log_probs = list(mpmath_log_probs(lambda *at: mp.log(mass(*at)), rows, lambda *_: [0, 1, 99, 100, 101, 254, 255]))
    return {"logProb": log_probs, "moments": moment_rows()}


def ordinal():
    """The cumulative logit model (McCullagh 1980): loc, and increasing cutpoints."""
    rows = [
        (0, [-1, 1]), (0.5, [-2, -1, 0.3, 2]), (-3, [0, 0.01, 5]), (20, [-1, 0, 1, 2, 3]), (-15, [-1, 0, 1, 2, 3]),
        (0.2, [0]), (1, [-4, -3, -2, -1, 0, 0.5, 1, 2, 3]), (2.5, [-1, -0.999, 7, 30]), (-60, [-2, 2]), (60, [-2, 2]),
    ]

    def masses(loc, *cutpoints):
        # P(x > k) in place of P(x <= k) above the location, for the digits.
        logistic = lambda v: 1 / (1 + mp.exp(-v))
        edges = [mp.mpf("-inf"), *[c - loc for c in cutpoints], mp.mpf("inf")]
        pairs = zip(edges[:-1], edges[1:])
        return [logistic(b) - logistic(a) if a < 0 else logistic(-a) - logistic(-b) for a, b in pairs]

    def log_probs():
        for loc, cutpoints in rows:
            row = [float32(one) for one in (loc, *cutpoints)]
            for value in range(len(row)):
                exact = lambda *at: mp.log(masses(*at)[value])

                def slope(which):
                    return float(mp.diff(lambda one: exact(*[one if i == which else mp.mpf(p) for i, p in enumerate(row)]), row[which]))

                slopes = [slope(which) for which in range(len(row))]
                yield {
                    "value": value, "parameters": [row[0], row[1:]], "logProb": float(exact(*map(mp.mpf, row))),
                    "gradient": [slopes[0], slopes[1:]],
                }

    def moment_rows():
        for loc, cutpoints in rows:
            row = [float32(one) for one in (loc, *cutpoints)]
            probs = masses(*map(mp.mpf, row))
            mean = sum(k * p for k, p in enumerate(probs))
            variance = sum(p * (k - mean) ** 2 for k, p in enumerate(probs))
            entropy = -sum(p * mp.log(p) for p in probs)
            yield {"parameters": [row[0], row[1:]], "mean": float(mean), "variance": float(variance), "entropy": float(entropy)}

    return {"logProb": log_probs(), "moments": moment_rows()}
