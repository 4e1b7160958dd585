import { type Tensor, type Tensor1D, type Tensor4D, einsum, fused, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { type Given, assertAgrees, noise, withGradients } from '../testing/agreement.js';

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;
const large = (given: Given): Given => ({ ...given, values: given.values.map((value) => 6 * value) });

for (const activation of activations) {
  test.serial(`fused products and convolutions with ${activation}`, async (t) => {
    const slopes = activation === 'prelu' ? [noise([6], 9)] : [];
    const rest = (preluActivationWeights?: Tensor1D): object => ({
      activation,
      ...(preluActivationWeights ? { preluActivationWeights } : {}),
      leakyreluAlpha: 0.3,
    });
    await assertAgrees(
      t,
      [large(noise([4, 5])), noise([5, 6], 2), noise([6], 3), ...slopes],
      (a: Tensor, b: Tensor, bias: Tensor, alpha?: Tensor1D) =>
        fused.matMul({ a: a, b: b, bias, ...rest(alpha) }),
    );
    const images = [large(noise([2, 5, 5, 3])), noise([3, 3, 3, 6], 2), noise([6], 3), ...slopes];
    await assertAgrees(t, images, (x: Tensor4D, filter: Tensor4D, bias: Tensor1D, alpha?: Tensor1D) =>
      fused.conv2d({ x, filter, strides: 2, pad: 'same', bias, ...rest(alpha) }),
    );
    const depthwise = [large(noise([2, 5, 5, 3])), noise([3, 3, 3, 2], 2), noise([6], 3), ...slopes];
    await assertAgrees(t, depthwise, (x: Tensor4D, filter: Tensor4D, bias: Tensor1D, alpha?: Tensor1D) =>
      fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'same', bias, ...rest(alpha) }),
    );
  });
}

test.serial('fused.matMul of batches, transposed and without bias, and its gradients', async (t) => {
  await assertAgrees(t, [noise([2, 4, 3]), noise([2, 5, 4], 2)], (a: Tensor, b: Tensor) =>
    fused.matMul({ a: a, b: b, transposeA: true, transposeB: true, activation: 'relu' }),
  );
  await assertAgrees(
    t,
    [noise([3, 4]), noise([4, 5], 2), noise([5], 3)],
    withGradients((a: Tensor, b: Tensor, bias: Tensor) =>
      fused.matMul({ a: a, b: b, bias, activation: 'sigmoid' }),
    ),
  );
});

test.serial('fused.conv2d with the channels first, its bias by channel and one for all', async (t) => {
  const operands = [noise([2, 3, 5, 4]), noise([2, 2, 3, 5], 2)];
  const convolved = (x: Tensor4D, filter: Tensor4D, bias: Tensor): Tensor =>
    fused.conv2d({ x, filter, strides: 1, pad: 'valid', dataFormat: 'NCHW', bias, activation: 'relu' });
  await assertAgrees(t, [...operands, noise([5], 3)], convolved);
  await assertAgrees(t, operands, (x: Tensor4D, filter: Tensor4D) => convolved(x, filter, tensor1d([0.5])));
});

for (const { equation, shapes } of [
  {
    equation: 'ij,jk->ik',
    shapes: [
      [3, 4],
      [4, 5],
    ],
  },
  {
    equation: 'bij, bjk -> bki',
    shapes: [
      [2, 3, 4],
      [2, 4, 5],
    ],
  },
  { equation: 'ij->ji', shapes: [[3, 4]] },
  { equation: 'ij->j', shapes: [[3, 4]] },
  { equation: 'ij->', shapes: [[3, 4]] },
  { equation: 'i,j->ij', shapes: [[3], [4]] },
  { equation: 'ijk,k->ij', shapes: [[2, 3, 4], [4]] },
  {
    equation: 'abc,abd->dcba',
    shapes: [
      [2, 3, 4],
      [2, 3, 5],
    ],
  },
]) {
  test.serial(`einsum ${equation}`, async (t) => {
    const operands = shapes.map((shape, index) => noise(shape, index + 1));
    await assertAgrees(t, operands, (...tensors: Tensor[]) => einsum(equation, ...tensors));
    const whole = operands.map(({ shape, values }) => ({
      shape,
      values: values.map((value) => Math.round(9 * value)),
      dtype: 'int32' as const,
    }));
    await assertAgrees(t, whole, (...tensors: Tensor[]) => einsum(equation, ...tensors));
  });
}
