import { trace } from '@helmholtz/trace';
import * as tf from '@tensorflow/tfjs-core';
import test from 'ava';

import '../testing/backend.js';
import { shapesOf } from './shapes-of.js';

const steps: Record<string, (x: tf.Tensor) => tf.Tensor | tf.Tensor[]> = {
  Cumsum: (x) => tf.cumsum(x, 1),
  Softmax: (x) => tf.softmax(x),
  Transpose: (x) => tf.transpose(x),
  Tile: (x) => tf.tile(x, [2, 3]),
  Sum: (x) => tf.sum(x, 0, true),
  SplitV: (x) => tf.split(x, [1, 3], 1),
  Greater: (x) => tf.greater(x, 0.5),
  ArgMax: (x) => tf.argMax(x, 1),
  BatchMatMul: (x) => tf.matMul(x, x, false, true),
  Concat: (x) => tf.concat([x, x], 1),
};

for (const [name, step] of Object.entries(steps)) {
  test(`the ONNX form of ${name} has the shape that a trace knows without it`, (t) => {
    const { outputs } = trace(([x]) => [step(x!)].flat(), { perStep: [{ shape: [2, 4], type: 'float32' }] });
    const { call } = outputs[0]!;
    t.is(call?.kernel, name);
    const derived = shapesOf(name, call!.inputs, call!.attributes);
    t.deepEqual(
      derived!.map(({ shape, type }) => ({ shape: [...shape], type })),
      outputs.map(({ shape, type }) => ({ shape: [...shape], type })),
    );
  });
}

test('a kernel without an ONNX form has no shape here', (t) => {
  t.is(shapesOf('Unique', { x: { shape: [3], type: 'float32' } }, { axis: 0 }), undefined);
});
