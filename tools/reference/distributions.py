"""Values of PyTorch and mpmath that the tests of packages/core compare with: one file a family, in distributions/.

    python -m venv .venv && .venv/bin/pip install numpy scipy mpmath torch
    .venv/bin/python tools/reference/distributions.py

Parameters and values are rounded to float32 first, so that both sides compute from the same numbers; then everything is
done in float64. Log-densities, their gradients, moments, entropies and divergences are torch.distributions', gradients by
its autograd. What PyTorch lacks, or has less exactly, is mpmath's with 50 digits: its densities as the literature states
them, derivatives by its finite differences. Log-densities are compared with SciPy's where SciPy has the family.
"""

import itertools
import json
import pathlib

import mpmath as mp
import numpy as np
import torch
from scipy import stats
from torch import distributions as td

mp.mp.dps = 50
torch.set_default_dtype(torch.float64)


def float32(value):
    return np.float32(value).astype(float).tolist()


def tensors(rows):
    return [torch.tensor(row, requires_grad=True) for row in rows]


def listed(gradient):
    return None if gradient is None else gradient.tolist()


def torch_log_probs(create, parameters, values, scipy=None):
    """create(*parameters) is a torch distribution; values(*parameters) are the values to try."""
    for row in parameters:
        row = [float32(one) for one in row]
        for value in values(*row):
            value = float32(value)
            given = tensors(row)
            log_prob = create(*given).log_prob(torch.tensor(value))
            gradient = torch.autograd.grad(log_prob, given, allow_unused=True)
            number = log_prob.item()
            if scipy is not None:
                assert np.isclose(number, scipy(value, *row), rtol=1e-6, atol=1e-9), (row, value, number)
            assert np.isfinite(number), (row, value)
            yield {"value": value, "parameters": row, "logProb": number, "gradient": [listed(one) for one in gradient]}


def mpmath_log_probs(log_prob, parameters, values):
    for row in parameters:
        row = [float32(one) for one in row]
        for value in values(*row):
            value = float32(value)

            def along(which):
                return lambda at: log_prob(mp.mpf(value), *[at if i == which else mp.mpf(p) for i, p in enumerate(row)])

            gradient = [float(mp.diff(along(which), row[which])) for which in range(len(row))]
            number = float(log_prob(mp.mpf(value), *map(mp.mpf, row)))
            yield {"value": value, "parameters": row, "logProb": number, "gradient": gradient}


def moments(create, parameters, entropy=True):
    for row in parameters:
        row = [float32(one) for one in row]
        distribution = create(*tensors(row))
        yield {
            "parameters": row,
            "mean": distribution.mean.tolist(),
            "variance": distribution.variance.tolist(),
            **({"entropy": distribution.entropy().tolist()} if entropy else {}),
        }


def divergences(create, pairs):
    """create(*parameters) is the two torch distributions."""
    for row in pairs:
        row = [float32(one) for one in row]
        given = tensors(row)
        kl = td.kl_divergence(*create(*given))
        gradient = torch.autograd.grad(kl, given, allow_unused=True)
        yield {"parameters": row, "kl": kl.item(), "gradient": [listed(one) for one in gradient]}


def around(loc, scale):
    return [loc + scale * away for away in (0.1, -0.7, 1.25, -3, 8, -30)]


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


def mpmath_divergences(exact, pairs):
    for row in pairs:
        row = [float32(one) for one in row]

        def along(which):
            return lambda at: exact(*[at if i == which else mp.mpf(p) for i, p in enumerate(row)])

        gradient = [float(mp.diff(along(which), row[which])) for which in range(len(row))]
        yield {"parameters": row, "kl": float(exact(*map(mp.mpf, row))), "gradient": gradient}


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


def one_hot(which, count):
    return [float(which == index) for index in range(count)]


def categorical():
    rows = [([0, 0, 0],), ([1, -2, 0.5],), ([100, 0, -100],), ([3, 3.001, -1e3, 8],), ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6],)]
    rows += [([-5, 5],), ([20, -20, 20],), ([1e4, 1e4, 0],), ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9],), ([-0.3, 0.7],), ([12, 0, 0.5],)]
    create = lambda logits: td.OneHotCategorical(logits=logits)
    values = lambda logits: [one_hot(which, len(logits)) for which in range(len(logits))]
    pairs = [([0, 0, 0], [1, -2, 0.5]), ([1, -2, 0.5], [0, 0, 0]), ([20, -20, 1], [0, 3, 0]), ([-1, 1], [4, -4]), ([1, 2], [1.1, 2])]
    return {
        "logProb": torch_log_probs(create, rows, values),
        "moments": moments(create, rows),
        "kl": {"categorical": divergences(lambda q, p: (create(q), create(p)), pairs)},
    }


FACTOR = [[1.5, 0, 0], [-0.7, 0.4, 0], [2, 0.3, 0.9]]
NARROW = [[1e-3, 0, 0], [2e-3, 5e-4, 0], [-1e-3, 1e-3, 2e-3]]


def multivariate_normal():
    rows = [([0, 0, 0], np.eye(3).tolist()), ([1, -2, 0.5], FACTOR), ([0, 0.1, 0], NARROW), ([5, -30], [[100, 0], [-250, 40]])]
    rows += [([0.3], [[2.5]]), ([1, 2, 3], (np.array(FACTOR) * 1e4).tolist()), ([0, 0], [[1, 0], [0.999, 0.0447]])]
    create = lambda loc, factor: td.MultivariateNormal(loc, scale_tril=factor)

    def values(loc, factor):
        away = [np.zeros(len(loc)), np.ones(len(loc)), np.linspace(-2, 3, len(loc)), np.linspace(8, -5, len(loc))]
        away += [np.linspace(0.1, 0.2, len(loc)), np.linspace(-30, 10, len(loc))]
        return [(np.array(loc) + np.array(factor) @ one).tolist() for one in away]

    def moment_rows():
        for row in moments(create, rows):
            factor = np.array(row["parameters"][1])
            yield {**row, "covariance": (factor @ factor.T).tolist()}

    standard = ([0.1, 0, -0.2], np.eye(3).tolist())
    pairs = [(*standard, *rows[1]), (*rows[1], *standard), (*rows[2], *rows[1]), (*rows[1], [1, -2, 0.5], FACTOR)]
    pairs += [(*rows[6], [0.1, -0.3], [[1, 0], [0.3, 0.5]])]
    diagonal = [(*rows[1], [0.1, 0, -0.2], [1, 2, 0.5]), (*rows[2], [0, 0, 0], [1, 1, 1]), (*rows[6], [0, 1], [2, 3])]
    diagonal += [(*rows[1], [1, -2, 0], [3, 1, 2]), ([0.2, 1], [[1, 0], [-0.5, 0.8]], [0, 0], [1, 1.5])]
    diagonal += [([0.5, -1], [[2, 0], [0.3, 1]], [0, 0], [2, 1])]
    full = lambda loc, scale: td.MultivariateNormal(loc, scale_tril=torch.diag_embed(scale))
    from_diagonal = [(*row[2:], *row[:2]) for row in diagonal]
    return {
        "logProb": torch_log_probs(create, rows, values),
        "moments": moment_rows(),
        "kl": {
            "multivariateNormal": divergences(lambda a, b, c, d: (create(a, b), create(c, d)), pairs),
            "normal": divergences(lambda a, b, c, d: (create(a, b), full(c, d)), diagonal),
            "fromNormal": divergences(lambda a, b, c, d: (full(a, b), create(c, d)), from_diagonal),
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


def mean_log_shares(logits, temperature):
    """E[log x] of a relaxed category x = w / S, w = exp((logits + g) / t), g of Gumbel: E[log w] is closed, and

        E[log S] = integral of (exp(-exp r) - product of E[exp(-exp(r) w)]) dr

    over the real line, each factor an integral over one g.
    """
    noise = np.arange(-6, 45, 0.005)
    density = np.exp(-noise - np.exp(-noise)) * 0.005
    step = 0.02
    at = np.arange(-45 / min(temperature, 1) - logits.max() / temperature - 20, 20 - logits.min() / temperature, step)
    survived = np.ones_like(at)
    for logit in logits:
        exponent = np.minimum(at[:, None] + (logit + noise) / temperature, 30)
        survived *= (np.exp(-np.exp(exponent)) * density).sum(-1)
    log_sum = ((np.exp(-np.exp(np.minimum(at, 30))) - survived) * step).sum()
    return (logits + np.euler_gamma) / temperature - log_sum


def heterogeneous():
    """Rows of a real number, a count and a category of three: N(loc, scale^2), Poisson(rate), Categorical(logits)."""
    rows = [([0.5], [2], [0.2], [0, 1, 2]), ([-2], [0.3], [1.5], [-3, 0, 0.5]), ([10], [4], [-1], [0, 0, 0])]

    class Rows:
        def __init__(self, loc, scale, log_rate, logits):
            self.parts = [td.Normal(loc, scale), td.Poisson(log_rate.exp()), td.OneHotCategorical(logits=logits)]

        def log_prob(self, row):
            parts = [part.log_prob(value).sum() for part, value in zip(self.parts, row.split([1, 1, 3], -1))]
            return sum(parts)

        mean = property(lambda self: torch.cat([part.mean for part in self.parts], -1))
        variance = property(lambda self: torch.cat([part.variance for part in self.parts], -1))

    def values(*_):
        reals_and_counts = [(0, 0), (1.5, 1), (-7, 4), (30, 20), (1e4, 2)]
        return [[real, count, *one_hot(kind, 3)] for real, count in reals_and_counts for kind in range(3)]

    return {"logProb": torch_log_probs(Rows, rows, values), "moments": moments(Rows, rows, entropy=False)}


def relaxed_categorical():
    rows = [([0, 0, 0], 1), ([1, -2, 0.5], 0.5), ([5, 0, -5], 0.1), ([0.1, 0.2, 0.3, 0.4], 2), ([-3, 3], 0.66)]
    rows += [([30, -30, 1], 0.3), ([0, 1, 2, 3, 4], 5)]
    create = lambda logits, temperature: td.RelaxedOneHotCategorical(temperature, logits=logits)

    def log_of(logits, temperature):
        return td.relaxed_categorical.ExpRelaxedCategorical(temperature, logits=logits)

    def values(logits, _):
        spread = [np.zeros(len(logits)), np.linspace(-1, 1, len(logits)), np.linspace(9, 0, len(logits))]
        spread += [np.linspace(-0.3, 0.2, len(logits)) ** 2, np.sin(np.arange(len(logits)) * 7.0), np.linspace(0, 30, len(logits))]
        return spread

    def simplex(*row):
        # Rounded to float32 they don't add up to one; the density goes by them as they are.
        return [(np.exp(one) / np.exp(one).sum()).tolist() for one in values(*row)]

    def log_simplex(*row):
        return [(one - np.log(np.exp(one).sum())).tolist() for one in [4 * value for value in values(*row)]]

    def log_means():
        for row in [([0, 1, 2.5], 1), ([0.7, -0.2], 0.5), ([1, -2, 0.5], 2), (np.linspace(-2, 2, 10), 2 / 3), ([0] * 10, 0.5)]:
            logits, temperature = [float32(one) for one in row]
            mean = mean_log_shares(np.array(logits), temperature)
            yield {"parameters": [logits, temperature], "mean": mean.tolist()}

    td.Distribution.set_default_validate_args(False)
    found = {
        "logProb": list(torch_log_probs(create, rows, simplex)),
        "log": list(torch_log_probs(log_of, rows, log_simplex)),
        "logMoments": log_means(),
    }
    td.Distribution.set_default_validate_args(True)
    return found


def normal_mixture():
    rows = [
        ([0, 0], [[0, 0], [1, 2]], [[1, 1], [0.5, 2]]),
        ([2, -1, 0.3], [[-3, 0.1], [0, 0], [4, -2]], [[0.1, 1], [2, 0.3], [1, 1]]),
        ([0], [[0.5, -0.5]], [[2, 3]]),
        ([50, -50], [[0, 0], [100, 1]], [[1e-3, 1e-3], [1e3, 10]]),
        ([0, 1, 2, 3], [[0], [5], [10], [-300]], [[1], [0.1], [4], [2]]),
    ]

    def create(logits, loc, scale):
        return td.MixtureSameFamily(td.Categorical(logits=logits), td.Independent(td.Normal(loc, scale), 1))

    def values(logits, loc, scale):
        size = len(loc[0])
        spread = [np.zeros(size), np.ones(size), np.linspace(-2, 3, size), np.full(size, 40.0), np.linspace(-500, 0, size)]
        return spread + [np.array(one) + away for one in loc for away in (0.1, -0.8)]

    return {
        "logProb": torch_log_probs(create, rows, lambda *row: [list(one) for one in values(*row)]),
        "moments": moments(create, rows, entropy=False),
    }


FAMILIES = [
    normal, bernoulli, laplace, student_t, log_normal, poisson, negative_binomial, beta, continuous_bernoulli,
    discretized_logistic, categorical, multivariate_normal, relaxed_bernoulli, relaxed_categorical, normal_mixture,
    heterogeneous,
]


def plain(group):
    if isinstance(group, dict):
        return {name: plain(inner) for name, inner in group.items()}
    return list(group)


def text(groups, indent="  "):
    """One record a line."""
    parts = []
    for name, group in groups.items():
        if isinstance(group, dict):
            inner = text(group, indent + "  ")
        else:
            inner = "[\n" + ",\n".join(f"{indent}  {json.dumps(record, allow_nan=False)}" for record in group) + f"\n{indent}]"
        parts.append(f'{indent}"{name}": {inner}')
    return "{\n" + ",\n".join(parts) + f"\n{indent[2:]}}}"


folder = pathlib.Path(__file__).parent / "distributions"
folder.mkdir(exist_ok=True)
for family in FAMILIES:
    (folder / f"{family.__name__.replace('_', '-')}.json").write_text(text(plain(family())) + "\n")
