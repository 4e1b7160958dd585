"""Quantiles that the tests of packages/distributions/src/math compare with, in float64 from numbers rounded to float32 first.

    python -m venv .venv && .venv/bin/pip install numpy scipy mpmath
    .venv/bin/python tools/reference/quantiles.py > tools/reference/quantiles.json

Counts are SciPy's ppf, and isf above a half. Logits of beta quantiles are checked by the distribution function. Slopes are
implicit ones, -(dF / d parameter) / p, of log x for a gamma distribution and of the logit for a beta distribution: by mpmath's
incomplete functions of the shorter tail, differentiated with 30 digits.
"""

import json

import mpmath as mp
import numpy as np
from scipy import optimize, special, stats

mp.mp.dps = 40
LOWER = [2.0**-40, 1e-9, 2.0**-25, 2.0**-24, 1e-6, 1e-4, 0.003, 0.02, 0.11, 0.27, 0.4, 0.5]
UPPER = [0.6, 0.7321, 0.85, 0.93, 0.981, 0.9976, 0.9999, 1 - 1e-6, 1 - 2.0**-22, 1 - 2.0**-24]
PROBABILITIES = [float(np.float32(p)) for p in LOWER + UPPER]
# Few enough digits that a distribution function is nowhere a probability above.
MEANS = [1e-3, 0.0123, 0.11, 0.52, 1.07, 3.1, 10.3, 40, 101, 1003, 2.01e4, 1e6]
MEANS += [0.21, 0.83, 1.9, 5.2, 17.3, 26, 31.9, 33.3, 64.7, 222, 555, 5.05e3, 6.5e4, 3.3e5]
SHAPES = [1e-3, 0.01, 0.11, 0.474, 1, 5.03, 50.7, 1e3, 1e6]
CONCENTRATIONS = [1e-3, 0.05, 0.474, 1, 2, 10, 22.2, 300, 1e4, 1e6]


def float32(value):
    return float(np.float32(value))


def count(family, p, *parameters):
    """The counts at probabilities off by a few of float32's last digits: by 2e-6 of the shorter tail, or 2e-5 where counts are many."""

    def at(tail):
        return float(family.ppf(tail, *parameters) if p <= 0.5 else family.isf(tail, *parameters))

    tail = min(p, 1 - p)
    off = 2e-6 if at(tail) <= 500 else 2e-5
    return sorted([at(tail * (1 - off)), at(tail * (1 + off))])


def poisson():
    for mean in map(float32, MEANS + np.geomspace(0.02, 9e5, 40).tolist()):
        for p in PROBABILITIES:
            yield [mean, p, *count(stats.poisson, p, mean)]


def negative_binomial():
    for mean in map(float32, MEANS[:12]):
        for c in map(float32, SHAPES):
            for p in PROBABILITIES:
                value = count(stats.nbinom, p, c, c / (c + mean))
                if value[1] < 2**24:  # Float32 does not hold all whole numbers above.
                    yield [mean, c, p, *value]


def gamma():
    for shape in map(float32, SHAPES + [0.3, 2.5, 17, 3e4]):
        for p in PROBABILITIES:
            x = stats.gamma.ppf(p, shape) if p <= 0.5 else stats.gamma.isf(1 - p, shape)
            if x > 1e-37:
                yield [shape, p, float(x)]


def beta_logit(a, b, p):
    """The root of the distribution function by the logit, of the side of x that is nearer to 0: SciPy's own quantile fails in a few places."""

    def excess(logit):
        side, one, other = (logit, a, b) if logit < 0 else (-logit, b, a)
        tail = max(special.betainc(one, other, special.expit(side)), 1e-300)
        lower = np.log(tail) if logit < 0 else np.log1p(-tail)
        upper = np.log1p(-tail) if logit < 0 else np.log(tail)
        return lower - np.log(p) if p <= 0.5 else np.log(1 - p) - upper

    return optimize.brentq(excess, -700, 700, xtol=1e-13)


def beta():
    for a in map(float32, CONCENTRATIONS):
        for b in map(float32, CONCENTRATIONS):
            for p in PROBABILITIES[::2]:
                try:
                    logit = beta_logit(a, b, p)
                except ValueError:
                    continue  # Nearer to 0 or 1 than float32 holds.
                if abs(logit) < 85:
                    yield [a, b, p, logit]


def slope(cdf, at, step=mp.mpf(10) ** -12):
    return (cdf(at * (1 + step)) - cdf(at * (1 - step))) / (2 * step * at)


def gamma_slopes():
    for shape in map(float32, [1e-3, 0.05, 0.3, 0.9, 1, 2.5, 10, 30, 100, 1000]):
        for p in PROBABILITIES[2::2]:
            x = stats.gamma.ppf(p, shape) if p <= 0.5 else stats.gamma.isf(1 - p, shape)
            if x < 1e-37:
                continue
            x, a = mp.mpf(float(x)), mp.mpf(shape)
            ends = (0, x) if p <= 0.5 else (x, mp.inf)
            by_shape = slope(lambda s: mp.gammainc(s, *ends, regularized=True), a) * (-1 if p <= 0.5 else 1)
            density = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
            yield [shape, p, float(x), float(by_shape / density)]


def beta_slopes():
    pairs = [(2, 3), (0.474, 22.2), (1, 10), (2, 20), (0.5, 5), (20, 1), (30, 5), (5, 5), (50, 50), (1, 1), (0.05, 0.05), (300, 0.1)]
    for a, b in [tuple(map(float32, pair)) for pair in pairs]:
        for p in PROBABILITIES[2::2]:
            try:
                logit = beta_logit(a, b, p)
            except ValueError:
                continue
            first, second, l = mp.mpf(a), mp.mpf(b), mp.mpf(logit)
            x, rest = 1 / (1 + mp.exp(-l)), 1 / (1 + mp.exp(l))
            if p <= 0.5:
                tail, sign = (lambda one, other: mp.betainc(one, other, 0, x, regularized=True)), -1
            else:
                tail, sign = (lambda one, other: mp.betainc(other, one, 0, rest, regularized=True)), 1
            density = mp.exp(first * mp.log(x) + second * mp.log(rest) - mp.log(mp.beta(first, second)))
            by_first = slope(lambda one: tail(one, second), first) * sign / density
            by_second = slope(lambda other: tail(first, other), second) * sign / density
            yield [a, b, p, logit, float(by_first), float(by_second)]


tables = {
    "poisson": poisson, "negativeBinomial": negative_binomial, "gamma": gamma, "beta": beta,
    "gammaSlopes": gamma_slopes, "betaSlopes": beta_slopes,
}
text = ",\n".join(
    f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(row, allow_nan=False)}" for row in rows()) + "\n  ]"
    for name, rows in tables.items()
)
print("{\n" + text + "\n}")
