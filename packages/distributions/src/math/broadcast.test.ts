import { mul, ones, profile, scalar, sum, tensor1d, tensor2d, valueAndGrads } from '@tensorflow/tfjs-core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { broadcast } from './broadcast.js';
import { wherePositive } from './where-positive.js';

const weights = tensor2d([
  [1, 2, 3],
  [4, 5, 6],
]);

test('the gradient is the sum over the repetitions', (t) => {
  const slope = (x: Parameters<typeof broadcast>[0]) =>
    valueAndGrads((given) => sum(mul(broadcast(given, [2, 3]), weights)))([x]).grads[0]!;
  t.deepEqual([...slope(scalar(7)).dataSync()], [21]);
  t.deepEqual([...slope(tensor1d([7, 8, 9])).dataSync()], [5, 7, 9]);
  t.deepEqual(slope(tensor2d([[7], [8]])).arraySync(), [[6], [15]]);
});

test('a choice between numbers that are broadcast has as many operations for every shape', async (t) => {
  const operations = async (rows: number): Promise<number> => {
    const { kernels } = await profile(() =>
      valueAndGrads((x, y) => sum(wherePositive(ones([rows, 5]), x, y)))([
        scalar(1),
        tensor1d([1, 2, 3, 4, 5]),
      ]),
    );
    return kernels.length;
  };
  t.is(await operations(2), await operations(40));
});
