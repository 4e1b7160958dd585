"""Iterations of expectation maximization for a mixture of normals, with SciPy densities.

    python tools/reference/normal_mixture.py > tools/reference/normal-mixture.json
"""

import json

import numpy as np
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

FLOOR = 1e-6
ITERATIONS = 5

random = np.random.default_rng(7)
rows = np.concatenate([random.normal([0, 0], [1, 0.3], (8, 2)), random.normal([3, 1], [0.5, 1], (6, 2))])
first = random.dirichlet([1, 1], len(rows))
floor = FLOOR * rows.var(axis=0)


def iterations(covariance):
    shares, values = first, []
    for _ in range(ITERATIONS):
        total = shares.sum(axis=0)
        weights, means = total / len(rows), shares.T @ rows / total[:, None]
        spreads = []
        for k in range(2):
            away = rows - means[k]
            spread = (shares[:, k, None] * away).T @ away / total[k] + np.diag(floor)
            spreads.append(spread if covariance == 'full' else np.diag(np.diag(spread)))
        joint = np.stack(
            [np.log(w) + multivariate_normal(m, s).logpdf(rows) for w, m, s in zip(weights, means, spreads)], 1
        )
        shares = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))
        values.append(float(logsumexp(joint, axis=1).sum()))
    kept = [s.ravel().tolist() if covariance == 'full' else np.diag(s).tolist() for s in spreads]
    return {
        'logLikelihoods': values,
        'weights': weights.tolist(),
        'means': means.tolist(),
        'covariances': kept,
    }


print(
    json.dumps(
        {
            'rows': rows.ravel().tolist(),
            'first': first.ravel().tolist(),
            'full': iterations('full'),
            'diagonal': iterations('diagonal'),
        },
        indent=2,
    )
)
