// A plain matrix product in ONNX Runtime, as its published interface runs it: what the machine can
// do at best.
import { InferenceSession, Tensor } from 'onnxruntime-node';

import type { MatrixProduct, Work } from '../work/work.js';
import { matrixProductModel } from './onnx-model.js';
import { serve } from './serve.js';

await serve(async ({ work }) => {
  const { side } = (work as Work<MatrixProduct>).model;
  const session = await InferenceSession.create(matrixProductModel(side));
  const square = (value: (index: number) => number): Tensor =>
    new Tensor(
      'float32',
      Float32Array.from({ length: side * side }, (_, index) => value(index)),
      [side, side],
    );
  // Row sums of 1: every element of the product with a constant matrix is the constant.
  const feeds = { a: square(() => 1 / side), b: square(() => 3) };
  const fetches = { c: square(() => 0) };
  const product = async (): Promise<number> => {
    const { c } = await session.run(feeds, fetches);
    return (c!.data as Float32Array)[side * side - 1]!;
  };
  return {
    version: 'ONNX Runtime',
    update: product,
    async run(steps) {
      let last = NaN;
      for (let step = 0; step < steps; step++) last = await product();
      return last;
    },
  };
});
