"""Families of numbers in an interval, of angles and of unit vectors: mpmath's values, and SciPy's beside them."""

import mpmath as mp
import numpy as np
from scipy import stats

from .compared import float32, mpmath_log_probs

BOUNDS = (-1, 2)


def truncated_log_prob(x, loc, scale, low=BOUNDS[0], high=BOUNDS[1]):
    a, b = (low - loc) / scale, (high - loc) / scale
    if a > 0:
        a, b = -b, -a
    inside = (mp.erfc(-b / mp.sqrt(2)) - mp.erfc(-a / mp.sqrt(2))) / 2
    return -(((x - loc) / scale) ** 2) / 2 - mp.log(2 * mp.pi) / 2 - mp.log(scale) - mp.log(inside)


def truncated_normal():
    mp.mp.dps = 80
    rows = [(0, 1), (0.5, 0.1), (-1, 0.5), (1.9, 0.01), (5, 1), (-20, 2), (0, 1000), (60, 3), (-3, 0.25), (0.3, 20)]
    values = lambda *_: [-1, -0.9, 0.25, 1.5, 2]

    def checked():
        for record in mpmath_log_probs(truncated_log_prob, rows, values):
            (loc, scale), value = record["parameters"], record["value"]
            theirs = stats.truncnorm.logpdf(value, (BOUNDS[0] - loc) / scale, (BOUNDS[1] - loc) / scale, loc, scale)
            assert np.isclose(record["logProb"], theirs, rtol=1e-6, atol=1e-8), (record, theirs)
            yield record

    def moments():
        for row in rows:
            loc, scale = map(float32, row)
            normalized = stats.truncnorm((BOUNDS[0] - loc) / scale, (BOUNDS[1] - loc) / scale, loc, scale)
            at = min(max(loc, BOUNDS[0]), BOUNDS[1])
            steps = sorted({BOUNDS[0], BOUNDS[1], at, *[x for k in (0.1, 1, 4, 12) for x in (at - k * scale, at + k * scale) if BOUNDS[0] < x < BOUNDS[1]]})
            density = lambda x: mp.exp(truncated_log_prob(x, mp.mpf(loc), mp.mpf(scale)))
            mean = mp.quad(lambda x: x * density(x), steps)
            variance = mp.quad(lambda x: (x - mean) ** 2 * density(x), steps)
            entropy = mp.quad(lambda x: -density(x) * truncated_log_prob(x, mp.mpf(loc), mp.mpf(scale)), steps)
            assert np.isclose(float(mean), normalized.mean(), rtol=1e-5), (row, mean, normalized.mean())
            yield {"parameters": [loc, scale], "mean": float(mean), "variance": float(variance), "entropy": float(entropy)}

    found = {"logProb": list(checked()), "moments": list(moments())}
    mp.mp.dps = 50
    return found


def von_mises_log_prob(x, loc, concentration):
    return concentration * mp.cos(x - loc) - mp.log(2 * mp.pi * mp.besseli(0, concentration))


def von_mises():
    rows = [(0, 1), (0.5, 0.01), (-2.5, 4), (3, 30), (1, 1000), (0, 1e5), (7, 0.5), (0, 1e-6)]
    values = lambda loc, concentration: [loc, *[loc + away / max(1, concentration**0.5) for away in (0.3, -1.1, 2, -3, 3.1)]]

    def checked():
        for record in mpmath_log_probs(von_mises_log_prob, rows, values):
            (loc, concentration), value = record["parameters"], record["value"]
            assert np.isclose(record["logProb"], stats.vonmises.logpdf(value, concentration, loc=loc), rtol=1e-5, atol=1e-7), record
            yield record

    def moments():
        for loc, concentration in [(0, 1), (0.5, 0.01), (-2.5, 4), (3, 30), (1, 1000), (0, 1e5)]:
            loc, concentration = float32(loc), float32(concentration)
            density = lambda x: mp.exp(von_mises_log_prob(x, 0, mp.mpf(concentration)))
            width = 1 / max(1, concentration**0.5)
            steps = sorted({0, *[k * width for k in (0.5, 1, 2, 4, 8, 20) if k * width < 3], mp.pi})
            variance = 2 * mp.quad(lambda x: x**2 * density(x), steps)
            entropy = -2 * mp.quad(lambda x: density(x) * von_mises_log_prob(x, 0, mp.mpf(concentration)), steps)
            assert np.isclose(float(entropy), stats.vonmises(concentration).entropy(), rtol=1e-4), concentration
            yield {"parameters": [loc, concentration], "mean": loc, "variance": float(variance), "entropy": float(entropy)}

    return {"logProb": list(checked()), "moments": list(moments())}


def log_normalizer(n, k):
    """log of the integral of exp(k mu z) over the unit vectors of n elements."""
    return mp.mpf(n) / 2 * mp.log(2 * mp.pi) + mp.log(mp.besseli(mp.mpf(n) / 2 - 1, k)) - (mp.mpf(n) / 2 - 1) * mp.log(k)


def log_area(n):
    return mp.log(2) + mp.mpf(n) / 2 * mp.log(mp.pi) - mp.loggamma(mp.mpf(n) / 2)


def mean_cosine(n, k):
    return mp.besseli(mp.mpf(n) / 2, k) / mp.besseli(mp.mpf(n) / 2 - 1, k)


def unit(vector):
    vector = np.array(vector, dtype=float)
    return vector / np.linalg.norm(vector)


def von_mises_fisher():
    mp.mp.dps = 60
    rows = [
        ([1, 0], [0.5]), ([-3, 4], [20]), ([0, 0, 2], [1]), ([1, -2, 2], [0.01]), ([-1, 0.5, 0.2], [300]), ([0, 1, 0], [1e5]),
        ([1, 1, -1, 2], [8]), ([0.3] * 10, [40]), ([-1] + [0.1] * 19, [5]), ([0.1, -0.2] * 25, [1000]), ([0.5, -0.2, 0.1] * 40, [30]),
    ]

    def log_probs():
        for direction, concentration in rows:
            direction, (k,) = float32(direction), float32(concentration)
            n, mu = len(direction), unit(direction)
            for weight, around in [(0, 1), (1, 0), (3, 1), (-0.5, 1), (30, 2)]:
                side = np.cos(np.arange(n) * 2.0 + 1)
                z = float32(unit(weight * mu + around * side / np.linalg.norm(side)).tolist())
                exact = unit(z)
                number = float(mp.mpf(k) * mp.mpf(float(mu @ exact)) - log_normalizer(n, mp.mpf(k)))
                if k <= 1000:
                    assert np.isclose(number, stats.vonmises_fisher(mu, k).logpdf(exact), rtol=1e-6, atol=1e-6), (n, k)
                by_direction = k * (exact - mu * (mu @ exact)) / np.linalg.norm(direction)
                by_concentration = float(mp.mpf(float(mu @ exact)) - mean_cosine(n, mp.mpf(k)))
                yield {"value": z, "parameters": [direction, [k]], "logProb": number, "gradient": [by_direction.tolist(), [by_concentration]]}

    def moments():
        for direction, concentration in rows:
            direction, (k,) = float32(direction), float32(concentration)
            n, mu = len(direction), unit(direction)
            a = mean_cosine(n, mp.mpf(k))
            around = a / k
            along = 1 - a**2 - (n - 1) * around
            entropy = log_normalizer(n, mp.mpf(k)) - k * a
            variance = float(around) * (1 - mu**2) + float(along) * mu**2
            yield {"parameters": [direction, [k]], "mean": (float(a) * mu).tolist(), "variance": variance.tolist(), "entropy": float(entropy)}

    def divergences():
        for direction, concentration in [*rows, ([1, 2, 3], [1e6]), ([0, 1, 0, 0, 0], [1e4])]:
            direction, (k,) = float32(direction), float32(concentration)
            n, k = len(direction), mp.mpf(k)
            kl = k * mean_cosine(n, k) - log_normalizer(n, k) + log_area(n)
            slope = k * mp.diff(lambda at: mean_cosine(n, at), k)
            yield {"parameters": [direction, [float(k)]], "kl": float(kl), "gradient": [None, [float(slope)]]}

    found = {"logProb": list(log_probs()), "moments": list(moments()), "kl": {"uniformOnSphere": list(divergences())}}
    mp.mp.dps = 50
    return found
