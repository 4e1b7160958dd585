"""Values of PyTorch and mpmath that the tests of packages/core compare with: one file a family, in distributions/.

    python -m venv .venv && .venv/bin/pip install numpy scipy mpmath torch
    .venv/bin/python tools/reference/distributions.py

Parameters and values are rounded to float32 first, so that both sides compute from the same numbers; then everything is
done in float64. Log-densities, their gradients, moments, entropies and divergences are torch.distributions', gradients by
its autograd. What PyTorch lacks, or has less exactly, is mpmath's with 50 digits: its densities as the literature states
them, derivatives by its finite differences. Log-densities are compared with SciPy's where SciPy has the family.
"""

import json
import pathlib

from families import bounded, categories, counts, real, unit_interval, vectors

FAMILIES = [
    real.normal, real.laplace, real.student_t, real.log_normal, real.gamma, real.zero_inflated_log_normal, unit_interval.bernoulli, unit_interval.beta,
    unit_interval.continuous_bernoulli, unit_interval.relaxed_bernoulli, counts.poisson, counts.negative_binomial,
    counts.zero_inflated_poisson, counts.zero_inflated_negative_binomial, counts.hurdle_poisson, counts.hurdle_negative_binomial, counts.ordinal, counts.discretized_logistic, categories.categorical, categories.dirichlet, categories.relaxed_categorical, vectors.multivariate_normal, vectors.low_rank_normal,
    vectors.normal_mixture, vectors.heterogeneous, bounded.truncated_normal, bounded.von_mises, bounded.von_mises_fisher,
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
