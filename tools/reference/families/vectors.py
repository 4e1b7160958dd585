"""Families of vectors and rows."""

import numpy as np
import torch
from torch import distributions as td

from .compared import divergences, moments, one_hot, torch_log_probs


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


def low_rank_normal():
    """Of the precision S^-1 (I + V^T V) S^-1: S the diagonal of scales, a row of V for each direction (Rezende et al. 2014)."""
    rows = [
        ([0, 0, 0], [1, 1, 1], [[0.5, -1, 2]]), ([1, -2, 0.5], [0.3, 2, 1.5], [[0.7, 0.1, -0.4]]),
        ([0, 0.1, 0], [1e-3, 2e-3, 5e-4], [[3, -2, 0.5], [0.4, 1, 1]]), ([5, -30], [100, 40], [[0.1, 0.2], [-0.5, 0.3]]),
        ([0.3], [2.5], [[1.2]]), ([0, 1, -1, 2], [1, 2, 0.5, 1], [[1, 0, 0, -1], [0.2, 0.3, -2, 1], [0.5, 0.5, 0.5, 0.5]]),
        ([0, 0], [1, 1], [[20, 10]]), ([0, 0], [1, 3], [[0, 0]]),
    ]

    def create(loc, scale, directions):
        inner = torch.eye(len(loc)) + directions.T @ directions
        return td.MultivariateNormal(loc, precision_matrix=inner / scale[:, None] / scale)

    def values(loc, scale, _):
        n = len(loc)
        away = [np.zeros(n), np.ones(n), np.linspace(-2, 3, n), np.linspace(8, -5, n), np.linspace(0.1, 0.2, n)]
        return [(np.array(loc) + np.array(scale) * one).tolist() for one in away]

    def moment_rows():
        for row in moments(create, rows):
            given = [torch.tensor(one) for one in row["parameters"]]
            yield {**row, "covariance": create(*given).covariance_matrix.tolist()}

    diagonal = lambda loc, scale: td.MultivariateNormal(loc, scale_tril=torch.diag_embed(scale))
    pairs = [
        (*rows[0], [0, 0, 0], [1, 1, 1]), (*rows[1], [0.1, 0, -0.2], [1, 2, 0.5]), (*rows[2], [0, 0, 0], [1, 1, 1]),
        (*rows[4], [0], [1]), (*rows[5], [0, 0, 0, 0], [1, 1, 1, 1]), (*rows[6], [0, 0], [1, 1]), (*rows[7], [0, 1], [2, 3]),
    ]
    return {
        "logProb": torch_log_probs(create, rows, values),
        "moments": moment_rows(),
        "kl": {"normal": divergences(lambda a, b, v, c, d: (create(a, b, v), diagonal(c, d)), pairs)},
    }


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
