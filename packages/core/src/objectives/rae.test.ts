import { scalar, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { Normal } from '@helmholtz/distributions';
import { latentTraits } from '../graph/latent-traits.js';
import { viewOfTerms } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import { tinyModel } from '../testing/tiny-model.js';
import '@helmholtz/testing/cpu-backend';
import { rae } from './rae.js';

const code = { name: 'z', shape: [2], posterior: undefined, prior: undefined };
const terms: ModelTerms = {
  latents: [
    {
      ...code,
      value: tensor([
        [3, 4],
        [1, 0],
      ]),
    },
  ],
  observed: [
    { name: 'x', shape: [1], likelihood: new Normal(scalar(0), scalar(1)), value: tensor([[1], [3]]) },
  ],
};

test('the loss is that of the reconstruction and the two penalties, as computed by hand', (t) => {
  const weights = { generative: [tensor([[1, 2]]), tensor([2])], recognition: [tensor([100])] };
  const { loss, metrics } = rae({ codeWeight: 0.5, decoderWeight: 0.1 }).evaluate(
    viewOfTerms(terms, { weights }),
    { training: true, coefficients: {} },
  );
  const [half, squares] = [(25 + 1) / 2 / 2, 1 + 4 + 4];
  t.is(metrics['codePenalty']!.dataSync()[0], half);
  t.is(metrics['decoderPenalty']!.dataSync()[0], squares);
  const reconstruction = (1 / 2 + 9 / 2) / 2 + Math.log(2 * Math.PI) / 2;
  const expected = reconstruction + 0.5 * half + 0.1 * squares;
  t.true(Math.abs(loss.dataSync()[0]! - expected) < 1e-5);
  t.deepEqual(Object.keys(metrics), [
    'raeLoss',
    'expectedLogLikelihood',
    'expectedLogLikelihood/x',
    'codePenalty',
    'decoderPenalty',
  ]);
});

test('the weights of a view are between latents and likelihoods', (t) => {
  const model = tinyModel();
  const names = (group: 'generative' | 'recognition'): (string | undefined)[] =>
    model.weightsOf(group).map((weight) => [...model.weights].find(([, one]) => one.read() === weight)?.[0]);
  t.is(names('generative').length, 2);
  t.is(names('recognition').length, 6);
  t.true(names('generative').every((name) => name?.startsWith('generative')));
});

test('throws an error that names a latent with a prior, and an error for a model without a code', (t) => {
  const traits = latentTraits(tinyModel().latents[0]!)!;
  const error = t.throws(() => rae().check!([traits]), { instanceOf: HelmholtzError });
  t.is(
    error.message,
    'The objective "rae" needs a code without noise and prior, and the latent "z" has a posterior and a prior.',
  );
  t.deepEqual(rae().check!([]), []);
  const none = viewOfTerms({ ...terms, latents: [] });
  t.throws(() => rae().evaluate(none, { training: true, coefficients: {} }), { message: /has no latent/ });
});
