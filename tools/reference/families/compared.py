"""Records of what a family is at given parameters, in float64 from numbers that are rounded to float32 first."""

import mpmath as mp
import numpy as np
import torch
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


def mpmath_divergences(exact, pairs):
    for row in pairs:
        row = [float32(one) for one in row]

        def along(which):
            return lambda at: exact(*[at if i == which else mp.mpf(p) for i, p in enumerate(row)])

        gradient = [float(mp.diff(along(which), row[which])) for which in range(len(row))]
        yield {"parameters": row, "kl": float(exact(*map(mp.mpf, row))), "gradient": gradient}


def around(loc, scale):
    return [loc + scale * away for away in (0.1, -0.7, 1.25, -3, 8, -30)]


def one_hot(which, count):
    return [float(which == index) for index in range(count)]
