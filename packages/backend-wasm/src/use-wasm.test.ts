import { getBackend, grad, matMul, square, sum, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import test from 'ava';

import { useWasm } from './use-wasm.js';

test.serial('the backend is set, computes products of transposed matrices, and has gradients', async (t) => {
  t.true(await useWasm());
  t.is(getBackend(), 'wasm');
  const a = tensor2d([
    [1, 2],
    [3, 4],
  ]);
  t.deepEqual(matMul(a, a, true, false).arraySync(), [
    [10, 14],
    [14, 20],
  ]);
  const slope = grad((x) => sum(square(matMul(x, a, false, true))));
  t.deepEqual(slope(tensor2d([[1, 0]])).arraySync(), [[20, 28]]);
});

test.serial('a second call changes nothing', async (t) => {
  t.true(await useWasm(() => t.fail()));
  const a = tensor2d([[1, 2]]);
  t.deepEqual(matMul(a, a, false, true).arraySync(), [[5]]);
});
