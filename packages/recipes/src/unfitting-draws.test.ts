// Posteriors of a plugin whose draws are costly, or have no density under the prior: refused when
// the model is built. Draws within the support of the prior are computed as they should be.
import {
  HelmholtzError,
  latentTraits,
  monteCarloKl,
  type PartLists,
  type Parts,
  posteriorPart,
  type SpecInput,
} from '@helmholtz/core';
import {
  type Bijector,
  bijectors,
  type Distribution,
  distributionFamily,
  Normal,
  TransformedDistribution,
} from '@helmholtz/distributions';
import { familyDraw, normalParameters } from '@helmholtz/layers';
import '@helmholtz/testing/cpu-backend';
import { exp, mul, tensor } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';

import { assemble } from './container.js';

const spec: SpecInput = {
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
};

/** A registered family, a bijector of a normal distribution, that declares no support. */
function posteriorBy(name: string, bijector: () => Bijector): Parts {
  const family = distributionFamily({
    name,
    description: 'a transformed normal distribution',
    tensors: {
      parameters: ['loc', 'logVariance'],
      distribution: ({ loc, logVariance }): Distribution =>
        new TransformedDistribution(new Normal(loc, exp(mul(0.5, logVariance))), bijector(), name),
    },
  });
  const posterior = posteriorPart({
    name,
    description: 'a transformed normal distribution',
    options: z.strictObject({}),
    noise: 'standardNormal',
    sample: (features, latent) =>
      familyDraw(
        {
          family: name,
          parameters: normalParameters(features, {
            name: latent.variable,
            size: latent.size,
            scale: 'logVariance',
          }),
        },
        latent,
      ),
  });
  return { distributions: [family], posteriors: [posterior] };
}

const build = (plugin: Parts, changes: Partial<SpecInput>) =>
  assemble<PartLists>({ ...spec, ...changes }, [plugin]);

function refused(t: ExecutionContext, work: () => unknown, message: string, hint: RegExp): void {
  const error = t.throws(work, { instanceOf: HelmholtzError });
  t.is(error.kind, 'graph');
  t.is(error.message, message);
  t.regex(error.hint!, hint);
}

const shifts = () => bijectors.autoregressive(() => bijectors.affine({ loc: 1, scale: 2 }));

test('throws an error for a posterior that is drawn by the costly direction of its bijector', (t) => {
  refused(
    t,
    () =>
      build(
        posteriorBy('masked', () => bijectors.inverted(shifts())),
        { posterior: 'masked' },
      ),
    'The layer "z_draw" draws from "masked", whose forward direction is not cheap.',
    /inverted/,
  );
});

test('a posterior that is drawn by the cheap direction has an estimated KL divergence at its draws', (t) => {
  const { model } = build(posteriorBy('inverse', shifts), { posterior: 'inverse' });
  t.deepEqual(latentTraits(model.latents[0]!)?.kl, ['monteCarlo']);
});

test('throws an error for a prior without a density at draws of the posterior, with and without declared supports', (t) => {
  refused(
    t,
    () =>
      build(
        posteriorBy('stretched', () => bijectors.affine({ loc: 1, scale: 2 })),
        {
          posterior: 'stretched',
          prior: 'beta',
        },
      ),
    'The latent "z" has a prior that does not fit: draws of "stretched" are any finite number, and "beta" is of numbers between 0 and 1, without 0 and 1 themselves.',
    /density under the prior/,
  );
});

test('draws between 0 and 1 have a density under a normal prior, and under a beta prior', (t) => {
  const plugin = posteriorBy('logitNormal', () => bijectors.sigmoid());
  for (const [prior, logPrior] of [
    ['standardNormal', (y: number) => -0.5 * y * y - 0.5 * Math.log(2 * Math.PI)],
    ['beta', () => 0],
  ] as const) {
    const { model } = build(plugin, { posterior: 'logitNormal', prior });
    for (const [name, weight] of model.weights) {
      if (name.startsWith('z_'))
        weight.write(tensor(new Float32Array(sizeOf(weight.shape)), weight.shape as number[]));
    }
    const noise = [0.4, -1.5];
    const [term] = model.terms([tensor([[1, 0, 1, 0]])], [tensor([noise])]).latents;
    // z = sigmoid(x), x ~ N(0, 1): log q(z) = log N(x; 0, 1) - log z - log(1 - z).
    const expected = noise.reduce((sum, x) => {
      const y = 1 / (1 + Math.exp(-x));
      const logQ = -0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(y) - Math.log(1 - y);
      return sum + logQ - logPrior(y);
    }, 0);
    const [kl] = monteCarloKl(term as Parameters<typeof monteCarloKl>[0]).dataSync();
    t.true(Math.abs(kl! - expected) < 1e-5, `${prior}: ${kl} ${expected}`);
  }
});

const sizeOf = (shape: readonly (number | null)[]): number =>
  shape.reduce<number>((product, length) => product * (length ?? 1), 1);
