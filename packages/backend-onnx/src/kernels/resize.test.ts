import { type Tensor3D, type Tensor4D, dilation2d, image } from '@tensorflow/tfjs-core';
import test from 'ava';

import { type Given, assertAgrees, natively, noise, onCpu, withGradients } from '../testing/agreement.js';

const sizes: [number, number][] = [
  [4, 6],
  [8, 12],
  [3, 5],
  [1, 1],
  [9, 2],
];

for (const size of sizes) {
  for (const [alignCorners, halfPixelCenters] of [
    [false, false],
    [true, false],
    [false, true],
  ] as const) {
    test.serial(
      `images of 4 by 6 resized to ${size.join(' by ')}, corners ${alignCorners ? '' : 'not '}aligned, ${halfPixelCenters ? 'half' : 'whole'} pixels`,
      async (t) => {
        await assertAgrees(t, [noise([2, 4, 6, 3])], (x: Tensor4D) => [
          image.resizeBilinear(x, size, alignCorners, halfPixelCenters),
          image.resizeNearestNeighbor(x, size, alignCorners, halfPixelCenters),
        ]);
      },
    );
  }
}

for (const alignCorners of [false, true]) {
  for (const size of [
    [10, 10],
    [3, 3],
    [5, 5],
    [7, 4],
  ] as [number, number][]) {
    test.serial(
      `gradients of square images resized to ${size.join(' by ')}, corners ${alignCorners ? '' : 'not '}aligned`,
      async (t) => {
        // Of the images after the first the cpu kernels read and write other places.
        const operands = [noise([1, 5, 5, 2])];
        await assertAgrees(
          t,
          operands,
          withGradients((x: Tensor4D) => image.resizeBilinear(x, size, alignCorners)),
        );
        await assertAgrees(
          t,
          operands,
          withGradients((x: Tensor4D) => image.resizeNearestNeighbor(x, size, alignCorners)),
        );
      },
    );
  }
}

test.serial(
  "a resized image's gradient is what a small change does, for several images that are not square",
  async (t) => {
    // The cpu kernel of the bilinear gradient exchanges height and width.
    const shape = [2, 3, 4, 1];
    const { values } = noise(shape);
    const step = 1 / 64;
    for (const resize of [image.resizeBilinear, image.resizeNearestNeighbor]) {
      for (const size of [
        [6, 8],
        [5, 3],
      ] as [number, number][]) {
        const resized = (x: Tensor4D): Tensor4D => resize<Tensor4D>(x, size);
        const { results, onCpuKernels } = await natively([{ shape, values }], withGradients(resized));
        t.deepEqual(onCpuKernels, []);
        const [, gradient] = results;
        t.deepEqual(gradient!.shape, shape);
        const weights = noise(results[0]!.shape, 99).values;
        for (const index of values.keys()) {
          const moved = (by: number): Given => ({
            shape,
            values: values.map((value, at) => (at === index ? value + by : value)),
          });
          const [up] = await onCpu([moved(step)], resized);
          const [down] = await onCpu([moved(-step)], resized);
          const slope = weights.reduce(
            (sum, weight, at) => sum + (weight * (up!.values[at]! - down!.values[at]!)) / (2 * step),
            0,
          );
          t.true(
            Math.abs(gradient!.values[index]! - slope) < 1e-4,
            `${gradient!.values[index]} and ${slope}`,
          );
        }
      }
    }
  },
);

test.serial('whole numbers resized', async (t) => {
  const pixels: Given = { shape: [1, 2, 2, 1], values: [1, 16_777_217, -3, 4], dtype: 'int32' };
  await assertAgrees(t, [pixels], (x: Tensor4D) => image.resizeNearestNeighbor(x, [4, 3]));
});

for (const { strides, pad, dilations } of [
  { strides: 1, pad: 'same', dilations: 1 },
  { strides: 2, pad: 'valid', dilations: 1 },
  { strides: [2, 1], pad: 'same', dilations: 1 },
  { strides: 1, pad: 'same', dilations: [2, 1] },
] as { strides: number | [number, number]; pad: 'same' | 'valid'; dilations: number | [number, number] }[]) {
  test.serial(
    `dilation2d, strides ${String(strides)}, ${pad}, dilations ${String(dilations)}, and its gradients`,
    async (t) => {
      await assertAgrees(
        t,
        [noise([2, 6, 5, 3]), noise([3, 2, 3], 2)],
        withGradients((x: Tensor4D, filter: Tensor3D) => dilation2d(x, filter, strides, pad, dilations)),
      );
    },
  );
}
