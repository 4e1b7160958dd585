import test from 'ava';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import { matrixProductModel } from './onnx-model.js';

test('ONNX Runtime takes the model and multiplies', async (t) => {
  const session = await InferenceSession.create(matrixProductModel(2));
  const { c } = await session.run({
    a: new Tensor('float32', [1, 2, 3, 4], [2, 2]),
    b: new Tensor('float32', [5, 6, 7, 8], [2, 2]),
  });
  t.deepEqual([...(c!.data as Float32Array)], [19, 22, 43, 50]);
});

test('sizes of several bytes are written right', async (t) => {
  const session = await InferenceSession.create(matrixProductModel(2048));
  t.deepEqual(
    session.inputMetadata.map((input) => input.isTensor && input.shape),
    [
      [2048, 2048],
      [2048, 2048],
    ],
  );
});
