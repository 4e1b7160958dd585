import { type Tensor, scalar } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import '@helmholtz/testing/cpu-backend';
import { closedFormKl } from './closed-form-kl.js';
import { Bernoulli } from './families/bernoulli.js';
import { klDivergence, registerKlDivergence } from './kl-divergence.js';
import { LogitRelaxedBernoulli } from './families/relaxed-bernoulli.js';
import { Normal } from './families/normal.js';

const normal = new Normal(scalar(0), scalar(1));

test('a pair without a closed form is an error that names the pair and the known ones', (t) => {
  const logistic = new LogitRelaxedBernoulli(scalar(0), scalar(1));
  const error = t.throws(() => klDivergence(normal, logistic), { instanceOf: HelmholtzError });
  t.is(error.kind, 'graph');
  t.is(error.message, 'KL(normal, logitRelaxedBernoulli) has no registered closed form.');
  t.regex(error.hint!, /kl: monteCarlo.*registerKlDivergence.*Known: .*KL\(normal, normal\)/);
});

test('an estimate is an error if the prior has no density at draws from the posterior', (t) => {
  const error = t.throws(() => klDivergence(normal, new Bernoulli(scalar(0))), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'KL(normal, bernoulli) is not defined.');
  t.regex(
    error.hint!,
    /^The support of "normal" is any finite number, that of "bernoulli" is numbers from 0 to 1\. /,
  );
});

test('a registered pair is used, in its order', (t) => {
  class Point extends Normal {
    override readonly family = 'point' as 'normal';
  }
  const point = new Point(scalar(3), scalar(1));
  registerKlDivergence(closedFormKl<Normal, Normal>('point' as 'normal', 'normal', (q): Tensor => q.loc));
  t.is(klDivergence(point, normal).dataSync()[0], 3);
  t.throws(() => klDivergence(normal, point), { message: /^KL\(normal, point\)/ });
});
