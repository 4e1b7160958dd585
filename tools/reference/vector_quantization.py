"""A training step of vector and of scalar quantization, in PyTorch.

    python tools/reference/vector_quantization.py > tools/reference/vector-quantization.json
    npx prettier --write tools/reference/vector-quantization.json

Encoder and decoder are linear, the likelihood is Bernoulli. Each case has the weights before a step of SGD with the
learning rate 0.1, the loss, the metrics, and the weights after it. The averages follow appendix A.1 of van den Oord et
al. 2017, the scalar quantization Mentzer et al. 2023.
"""

import json
import math

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(3)
BATCH, OBSERVED, GROUPS, SIZE, CODES, RATE, DECAY, COMMITMENT = 4, 6, 2, 2, 3, 0.1, 0.9, 0.25
LEVELS = [4, 3]


def drawn(*shape):
    return torch.round(torch.randn(*shape), decimals=3)


x = (torch.rand(BATCH, OBSERVED) < 0.5).double()
first = {
    'z_encoded_elements/kernel': drawn(OBSERVED, GROUPS * SIZE),
    'z_encoded_elements/bias': drawn(GROUPS * SIZE),
    'z_codes/codebook': drawn(CODES, SIZE),
    'z_codes/counts': torch.tensor([2.5, 1.5, 4.0]),
    'z_codes/sums': drawn(CODES, SIZE),
    'generative/generative_output/kernel': drawn(GROUPS * SIZE, OBSERVED),
    'generative/generative_output/bias': drawn(OBSERVED),
}


def nelbo(w, z, codes):
    logits = z.reshape(BATCH, -1) @ w['generative/generative_output/kernel'] + w['generative/generative_output/bias']
    nll = torch.nn.functional.binary_cross_entropy_with_logits(logits, x, reduction='none').sum(1).mean()
    return nll + GROUPS * math.log(codes)


def perplexity(index, codes):
    shares = torch.bincount(index.reshape(-1), minlength=codes).double() / index.numel()
    return torch.exp(-torch.xlogy(shares, shares).sum())


def vectors(w, update):
    encoded = (x @ w['z_encoded_elements/kernel'] + w['z_encoded_elements/bias']).reshape(BATCH, GROUPS, SIZE)
    codebook = w['z_codes/codebook']
    index = torch.cdist(encoded.reshape(-1, SIZE), codebook).argmin(1)
    chosen = codebook[index].reshape(encoded.shape)
    bound = nelbo(w, encoded + (chosen - encoded).detach(), CODES)
    commitment = ((encoded - chosen.detach()) ** 2).sum((1, 2)).mean()
    loss = bound + COMMITMENT * commitment
    if update == 'loss':
        loss = loss + ((encoded.detach() - chosen) ** 2).sum((1, 2)).mean()
    flat, one_hot = encoded.detach().reshape(-1, SIZE), torch.nn.functional.one_hot(index, CODES).double()
    counts = DECAY * w['z_codes/counts'] + (1 - DECAY) * one_hot.sum(0)
    after = {'z_codes/counts': counts}
    if update == 'averages':
        after['z_codes/sums'] = DECAY * w['z_codes/sums'] + (1 - DECAY) * one_hot.T @ flat
        after['z_codes/codebook'] = after['z_codes/sums'] / counts[:, None]
    return loss, {'nelbo': bound, 'commitment/z': commitment, 'perplexity/z': perplexity(index, CODES)}, after


def scalars(w, _):
    encoded = (x @ w['z_encoded_elements/kernel'] + w['z_encoded_elements/bias']).reshape(BATCH, GROUPS, SIZE)
    levels = torch.tensor(LEVELS).double()
    half = (levels - 1) * 1.001 / 2
    offset = torch.where(levels % 2 == 0, 0.5, 0.0)
    bounded = torch.tanh(encoded + torch.atanh(offset / half)) * half - offset
    rounded = bounded + (bounded.round() - bounded).detach()
    width = levels // 2
    digits = (rounded.detach() + width).round().long()
    index = digits[..., 0] + LEVELS[0] * digits[..., 1]
    loss = nelbo(w, rounded / width, math.prod(LEVELS))
    return loss, {'nelbo': loss, 'perplexity/z': perplexity(index, math.prod(LEVELS))}, {}


def step(compute, update, names):
    w = {name: first[name].clone().requires_grad_(True) for name in names}
    loss, metrics, after = compute(w, update)
    learned = [name for name in names if name not in after and name != 'z_codes/counts']
    gradients = torch.autograd.grad(loss, [w[name] for name in learned])
    after.update({name: w[name] - RATE * g for name, g in zip(learned, gradients)})
    stored = lambda tensors: {name: t.detach().reshape(-1).tolist() for name, t in tensors.items()}
    return {
        'before': stored(w),
        'loss': loss.item(),
        'metrics': {name: value.item() for name, value in metrics.items()},
        'after': stored(after),
    }


networks = [name for name in first if not name.startswith('z_codes')]
print(
    json.dumps(
        {
            'x': x.reshape(-1).tolist(),
            'averages': step(vectors, 'averages', list(first)),
            'loss': step(vectors, 'loss', [name for name in first if name != 'z_codes/sums']),
            'scalars': step(scalars, None, networks),
        },
        indent=2,
    )
)
