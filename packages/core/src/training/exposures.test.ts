import type { Tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { exposuresOf, type ExposureLayer } from '../graph/exposure.js';
import { LatentVariableModel } from '../graph/model.js';
import { chooseConditions } from '../inference/conditions.js';
import { Likelihood } from '../testing/role-layers.js';
import '@helmholtz/testing/cpu-backend';
import { rowsOf } from '../testing/tiny-model.js';
import { adaptToData } from './adapt.js';
import { checkData } from './check-data.js';
import type { SingleDataset } from './dataset.js';
import { feedOf } from './feed.js';

/** Passes its first input on. */
class Exposed extends layers.Layer implements ExposureLayer {
  static readonly className = 'Exposed';
  private median = 1;
  logRate: number | undefined;

  constructor(
    readonly exposure: string,
    readonly logarithm: boolean,
  ) {
    super({});
  }

  override computeOutputShape(inputShape: (number | null)[][]) {
    return inputShape[0]!;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return (inputs as Tensor[])[0]!;
  }

  typical(): number {
    return this.median;
  }

  adapt(median: number, logRate?: number): void {
    this.median = median;
    this.logRate = logRate;
  }
}

function modelWith(exposure: string, logarithm = false): LatentVariableModel {
  const x = input({ shape: [2], name: 'x' });
  const size = input({ shape: [1], name: exposure });
  const logits = layers.dense({ units: 2, name: 'logits' }).apply(x) as SymbolicTensor;
  const exposed = new Exposed(exposure, logarithm).apply([logits, size]) as SymbolicTensor;
  const head = new Likelihood('x', 'bernoulli').apply(exposed) as SymbolicTensor;
  return new LatentVariableModel(model({ inputs: [x, size], outputs: [head] }));
}

const examples = [
  [1, 1],
  [1, 0],
  [1, 1],
];

function rows(data: number[][], sizes?: readonly number[]): SingleDataset {
  const array = rowsOf(data);
  return sizes ? { ...array, others: { size: rowsOf(sizes.map((size) => [size])) } } : array;
}

test('draws have the median exposure of the training set, or a chosen one', (t) => {
  const sized = modelWith('size');
  const data = rows(examples, [2, 40, 7]);
  adaptToData(sized, data, 0);
  t.is(exposuresOf(sized).get('size')![0]!.typical(), 7);
  const drawn = (chosen: LatentVariableModel, exposure?: number): number[] =>
    Array.from(chooseConditions(chosen, data, 2, { exposure }).get('size')!.values);
  t.deepEqual(drawn(sized), [7, 7]);
  t.deepEqual(drawn(sized, 25), [25, 25]);
  const [log] = drawn(modelWith('size', true), 25);
  t.true(Math.abs(log! - Math.log(25)) < 1e-6);
});

test('networks start from the rate of the training set: counts by exposures, without missing ones', (t) => {
  const rateOf = (logarithm: boolean, sizes: readonly number[]): number => {
    const model = modelWith('size', logarithm);
    const counts = [
      [8, 4],
      [2, NaN],
      [0, 6],
    ];
    adaptToData(model, rows(counts, sizes), 0);
    const [layer] = exposuresOf(model).get('size') as Exposed[];
    return layer!.logRate!;
  };
  // 20 counts in 2 * 3 + 4 + 2 * 5 units of exposure.
  t.is(rateOf(false, [3, 4, 5]), Math.log(20 / 20));
  t.is(rateOf(false, [1, 4, 2]), Math.log(20 / 10));
  t.true(Math.abs(rateOf(true, [0, Math.log(4), Math.log(2)]) - Math.log(2)) < 1e-6);
});

test('throws an error for an exposure when the model takes none', (t) => {
  const x = input({ shape: [2], name: 'x' });
  const head = new Likelihood('x', 'bernoulli').apply(layers.dense({ units: 2 }).apply(x));
  const plain = new LatentVariableModel(model({ inputs: x, outputs: head as SymbolicTensor }));
  const error = t.throws(() => chooseConditions(plain, rows(examples), 1, { exposure: 5 }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The exposure 5 was chosen for a model that takes none.');
});

test('the exposure "total" is the sum of what is there of the example', (t) => {
  const model = modelWith('total');
  const data = rows([...examples, [NaN, 1]]);
  const { variable } = feedOf(model, data).variables[1]!;
  const sums = new Float32Array(4);
  variable.read([0, 1, 2, 3], sums, { next: () => 0 });
  t.deepEqual([...sums], [2, 1, 2, 1]);
  adaptToData(model, rows(examples), 0);
  t.is(exposuresOf(model).get('total')![0]!.typical(), 2);
  const error = t.throws(
    () =>
      checkData(
        model,
        rows([
          [1, 1],
          [0, 0],
        ]),
      ),
    { instanceOf: HelmholtzError },
  );
  t.regex(error.message, /: example 1 has the exposure "total" 0\.$/);
  t.regex(error.hint!, /rows that hold only zeros/);
});

test('throws an error that names the example of an exposure that is not positive and finite', (t) => {
  for (const wrong of [0, -2, NaN, Infinity]) {
    const error = t.throws(() => checkData(modelWith('size'), rows(examples, [1, 2, wrong])), {
      instanceOf: HelmholtzError,
    });
    t.true(error.message.endsWith(`: example 2 has the exposure "size" ${wrong}.`), error.message);
  }
  t.notThrows(() => checkData(modelWith('size', true), rows(examples, [1, 2, -2])));
  const error = t.throws(() => checkData(modelWith('size', true), rows(examples, [1, 2, Infinity])));
  t.regex(error.message, /the offset "size" Infinity/);
});
