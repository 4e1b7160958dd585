"""Families of categories."""

import numpy as np
from scipy import stats
from torch import distributions as td

from .compared import divergences, float32, moments, one_hot, torch_log_probs


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


def dirichlet():
    """Values are rounded to float32, so that they add up to 1 but for a rounding error."""
    rows = [([1, 1],), ([2, 3],), ([0.5, 0.2, 4],), ([30, 10, 5],), ([0.1, 0.1, 0.1, 0.1],), ([200, 300],), ([1, 2, 3, 4, 5],), ([1.5, 0.01],)]

    def values(concentration):
        n = len(concentration)
        weights = [np.ones(n), np.arange(1, n + 1), np.array(concentration), np.exp(np.linspace(-3, 2, n)), np.exp(np.linspace(4, -9, n))]
        return [(one / one.sum()).tolist() for one in weights]

    def log_prob(x, concentration):
        # SciPy takes values that add up to 1 in float64.
        c, total = np.array(concentration), np.sum(x)
        return stats.dirichlet.logpdf(np.array(x) / total, c) + np.sum((c - 1) * np.log(total))

    pairs = [
        ([1, 1], [1, 2]), ([2, 3], [1, 1]), ([0.5, 0.2, 4], [1, 1, 1]), ([30, 10, 5], [20, 10, 8]), ([1, 2, 3, 4, 5], [0.1, 0.1, 0.1, 0.1, 0.1]),
        ([200, 300], [1, 1]), ([200, 300], [190, 310]),
    ]
    return {
        "logProb": torch_log_probs(lambda c: td.Dirichlet(c, validate_args=False), rows, values, log_prob),
        "moments": moments(td.Dirichlet, rows),
        "kl": {"dirichlet": divergences(lambda q, p: (td.Dirichlet(q), td.Dirichlet(p)), pairs)},
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
