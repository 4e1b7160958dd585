import { byteLevels, meanOf, unitLevels } from '@helmholtz/distributions';
import { type Tensor, div, expandDims, range, tensor } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { roundTrip } from '../testing/round-trip.js';
import { call, numbers } from '../testing/symbolic.js';
import { type DiscretizedLogisticLikelihood, discretizedLogisticLikelihood } from './discretized-logistic.js';

/** A loc at the middle of the range, and a scale of a twentieth of it. */
const parameters = tensor([[0, Math.log(0.1)]]);

/** The masses of all 256 pixels by a head, for one element. */
function masses(head: DiscretizedLogisticLikelihood, pixels: Tensor): number[] {
  return numbers(head.distribution(parameters).logProb(pixels)).map(Math.exp);
}

test('the 256 levels have the same masses in either unit, and they sum to one', (t) => {
  const levels = expandDims(range(0, 256), -1);
  const unit = masses(discretizedLogisticLikelihood(), div(levels, 255));
  const byte = masses(discretizedLogisticLikelihood({ pixels: 'byte' }), levels);
  t.true(Math.abs(unit.reduce((sum, mass) => sum + mass) - 1) < 1e-6);
  unit.forEach((mass, level) => t.true(Math.abs(mass - byte[level]!) < 1e-4 * byte[level]! + 1e-9));
});

test('the mean is in the unit of the pixels, the support too', (t) => {
  const [unit, byte] = (['unit', 'byte'] as const).map((pixels) => discretizedLogisticLikelihood({ pixels }));
  t.is(unit!.support, unitLevels);
  t.is(byte!.support, byteLevels);
  t.true(Math.abs(numbers(meanOf(unit!.distribution(parameters)))[0]! - 0.5) < 1e-5);
  t.true(Math.abs(numbers(meanOf(byte!.distribution(parameters)))[0]! - 127.5) < 1e-2);
});

test('the unit is kept in a model file', async (t) => {
  const features = input({ shape: [2], name: 'x' });
  const head = discretizedLogisticLikelihood({ pixels: 'byte', scale: 0.1 });
  const graph = latentVariableGraph({ name: 'g', inputs: [features], outputs: [call(head, features)] });
  const found = (await roundTrip(graph)).getLayer('x_likelihood') as DiscretizedLogisticLikelihood;
  t.is(found.support, byteLevels);
  t.deepEqual(found.getConfig(), head.getConfig());
});
