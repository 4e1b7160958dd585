import { HelmholtzError } from '@helmholtz/base';
import { Bernoulli } from '@helmholtz/distributions';
import { memory, type Tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { checkDistributions } from '../objectives/check-distributions.js';
import { elbo } from '../objectives/elbo.js';
import { Likelihood } from '../testing/role-layers.js';
import { LatentVariableModel } from './model.js';

class Silent extends Bernoulli {
  override readonly hasLogProb = false as boolean;
}

class SilentLikelihood extends Likelihood {
  static override readonly className = 'TestSilentLikelihood';
  override distribution(parameters: Tensor) {
    return new Silent(parameters);
  }
}

/** A distribution in JavaScript may lack a method that the base class declares. */
class BareLikelihood extends Likelihood {
  static override readonly className = 'TestBareLikelihood';
  override distribution(parameters: Tensor) {
    return Object.assign(new Bernoulli(parameters), { logProb: undefined as never });
  }
}

function modelOf(head: Likelihood): LatentVariableModel {
  const x = input({ shape: [4], name: 'x' });
  return new LatentVariableModel(
    model({ name: 'g', inputs: [x], outputs: [head.apply(x) as SymbolicTensor] }),
  );
}

test('a likelihood with a density is accepted, and leaves no tensors', (t) => {
  const bernoulli = modelOf(new Likelihood('x', 'bernoulli'));
  const { numTensors } = memory();
  t.deepEqual(checkDistributions(elbo(), bernoulli), []);
  t.is(memory().numTensors, numTensors);
});

test('throws an error that names a likelihood without the density of data', (t) => {
  const refused = (head: Likelihood) =>
    t.throws(() => checkDistributions(elbo(), modelOf(head)), { instanceOf: HelmholtzError });
  const silent = refused(new SilentLikelihood('x', 'bernoulli'));
  t.is(silent.kind, 'graph');
  t.is(silent.message, 'The likelihood "x_likelihood" of "x" computes its density only at its own draws.');
  t.regex(silent.hint!, /log-density of data/);
  const bare = refused(new BareLikelihood('x', 'bernoulli'));
  t.is(bare.message, 'The likelihood "x_likelihood" of "x" has no logProb.');
});
