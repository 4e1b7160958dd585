"""The special functions of packages/distributions/src/math: their coefficients, and values that their tests compare with.

    python -m venv .venv && .venv/bin/pip install numpy scipy mpmath
    .venv/bin/python tools/reference/special_functions.py coefficients
    .venv/bin/python tools/reference/special_functions.py > tools/reference/special-functions.json

Coefficients are of a least-squares fit of the relative error at Chebyshev nodes, from mpmath with 100 digits. Values are
SciPy's at arguments that float32 holds.
"""

import json
import sys

import mpmath as mp
import numpy as np
from numpy.polynomial import chebyshev
from scipy import special

mp.mp.dps = 100

DIGAMMA_ROOT = mp.findroot(mp.digamma, 1.46)
HALF = mp.mpf(1) / 2


def stirling_remainder(x):
    return mp.loggamma(x) - ((x - HALF) * mp.log(x) - x + mp.log(2 * mp.pi) / 2)


def stirling_remainder_slope(x):
    return mp.digamma(x) - mp.log(x) + 1 / (2 * x)


# What is approximated, in which variable, from where to where, and the degree.
FITS = {
    "lgamma(x) / ((x - 1) (x - 2))": (
        lambda x: mp.loggamma(x) / ((x - 1) * (x - 2)), mp.log, mp.exp, (0.5, 4.3), 8,
    ),
    "digamma(x) / (x - root)": (
        lambda x: mp.digamma(x) / (x - DIGAMMA_ROOT), mp.log, mp.exp, (0.5, 4.3), 9,
    ),
    "x remainder(x)": (
        lambda x: x * stirling_remainder(x), lambda x: 1 / (x + HALF), lambda w: 1 / w - HALF, (0.5, 1e30), 8,
    ),
    "x^2 remainder'(x)": (
        lambda x: x**2 * stirling_remainder_slope(x),
        lambda x: 1 / (x + HALF), lambda w: 1 / w - HALF, (0.5, 1e30), 8,
    ),
    "x trigamma(x)": (
        lambda x: x * mp.psi(1, x), lambda x: 1 / (x + HALF), lambda w: 1 / w - HALF, (0.5, 1e30), 10,
    ),
}


def fit(function, variable, inverse, ends, degree):
    """Coefficients, highest power first, in t, which runs from -1 to 1 as the variable runs between the ends."""
    low, high = sorted(variable(mp.mpf(end)) for end in ends)
    centre, half = (low + high) / 2, (high - low) / 2
    nodes = np.cos(np.pi * (np.arange(200) + 0.5) / 200)
    values = np.array([float(function(inverse(centre + half * mp.mpf(node)))) for node in nodes])
    series = chebyshev.chebfit(nodes, values, degree, w=1 / np.abs(values))
    error = np.max(np.abs(chebyshev.chebval(nodes, series) / values - 1))
    return float(centre), float(half), chebyshev.cheb2poly(series)[::-1], error


def print_coefficients():
    high = np.float32(float(DIGAMMA_ROOT))
    print("root of digamma:", float(high), "+", float(DIGAMMA_ROOT - mp.mpf(float(high))))
    for name, arguments in FITS.items():
        centre, half, coefficients, error = fit(*arguments)
        print(f"{name}: centre {centre:.9g}, half {half:.9g}, relative error {error:.1e}")
        print("  " + ", ".join(f"{coefficient:.9g}" for coefficient in coefficients))


def float32(values):
    return sorted({float(np.float32(value)) for value in values})


ARGUMENTS = float32(
    [1e-30, 1e-10, 1e-5, 1e-3, 0.01, 0.1, 0.25, 0.4, 0.499, 0.5, 0.501, 0.6, 0.75, 0.9, 0.99, 0.999, 1 - 1e-5, 1 - 6e-8]
    + [1, 1 + 1.2e-7, 1 + 1e-5, 1.001, 1.01, 1.1, 1.25, 1.4, 1.46, 1.4615, 1.4616321, 1.4617, 1.5, 1.75, 1.9, 1.99]
    + [2 - 1e-5, 2, 2 + 1e-5, 2.001, 2.1, 2.5, 3, 3.7, 4.299, 4.3, 4.31, 5, 6.5, 8, 10, 17, 40, 100, 1234.5, 1e4, 1e6]
    + [1e10, 1e20, 1e30]
)
PAIRS = [0.001, 0.3, 1, 2.5, 30, 1e3, 1e6]


def values():
    for x in ARGUMENTS:
        yield "lgamma", {"x": x, "value": float(special.gammaln(x))}
        # SciPy's digamma is good to 1e-16 of the largest term only, and this is next to its root.
        yield "digamma", {"x": x, "value": float(mp.digamma(x))}
        yield "trigamma", {"x": x, "value": float(special.polygamma(1, x))}
        yield "stirlingRemainder", {"x": x, "value": float(stirling_remainder(mp.mpf(x)))}
        yield "log1mexp", {"x": x, "value": float(mp.log(-mp.expm1(-mp.mpf(x))))}
    for p in float32([1e-10, 1e-8, 3e-8, 1e-7, 1e-5, 1e-3, 0.02, 0.024, 0.025, 0.1, 0.3, 0.4999, 0.5, 0.6, 0.9, 0.98, 0.999, 1 - 6e-8]):
        yield "probit", {"x": p, "value": float(special.ndtri(p))}
    for a in float32(PAIRS):
        for b in float32(PAIRS):
            # SciPy's betaln cancels where one is large and the other small.
            exact = mp.log(mp.beta(a, b)) if a + b < 1e5 else mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(mp.mpf(a) + b)
            slope = mp.digamma(a) - mp.digamma(mp.mpf(a) + b)
            yield "logBeta", {"a": a, "b": b, "value": float(exact), "byA": float(slope)}


def print_values():
    groups = {}
    for name, record in values():
        groups.setdefault(name, []).append(json.dumps(record))
    groups = [f'  "{name}": [\n    ' + ",\n    ".join(rows) + "\n  ]" for name, rows in groups.items()]
    print("{\n" + ",\n".join(groups) + "\n}")


print_coefficients() if sys.argv[1:] == ["coefficients"] else print_values()
