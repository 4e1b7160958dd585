import { add, exp, grads, mul, randomNormal, sum, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import type { Measure } from '../testing/measures.js';
import { UniformOnSphere } from './uniform-on-sphere.js';
import { VonMisesFisher } from './von-mises-fisher.js';

/** Points of a circle, with the length of the arc of each. */
const circle: Measure = Array.from({ length: 2000 }, (_, index) => {
  const angle = (index * 2 * Math.PI) / 2000;
  return {
    value: [Math.fround(Math.cos(angle)), Math.fround(Math.sin(angle))],
    weight: (2 * Math.PI) / 2000,
  };
});

/** Points of a sphere, of the same height and of the same angle around the axis. */
const sphere: Measure = Array.from({ length: 200 * 100 }, (_, index) => {
  const height = -1 + ((index % 200) + 0.5) / 100;
  const around = (Math.floor(index / 200) * 2 * Math.PI) / 100;
  const radius = Math.sqrt(1 - height ** 2);
  return {
    value: [radius * Math.cos(around), radius * Math.sin(around), height].map(Math.fround),
    weight: (4 * Math.PI) / (200 * 100),
  };
});

conforms(test, {
  family: 'vonMisesFisher',
  create: (direction, concentration) => new VonMisesFisher(direction, concentration),
  measures: [
    { parameters: [[1, 2], [3]], points: circle },
    { parameters: [[-1, 0.2], [40]], points: circle },
    { parameters: [[0.4, 0, 1], [1]], points: sphere },
    { parameters: [[-0.5, 1, 0.5], [2]], points: sphere },
  ],
  // The distance of two unit vectors in float32, times the concentration.
  rounding: (_, __, concentration) => 1e-6 * (1 + (concentration as number[])[0]!),
  samples: 1500,
  pathwise: [0, 1],
  inside: [-1, 0, 0.5, 1],
  outside: [1.1, -2, Infinity],
  extremes: [
    { value: [0, 0, 1], parameters: [[0, 0, 0], [1]] },
    { value: [0, 0, -1], parameters: [[0, 0, 1], [1e7]] },
    { value: [1, 0], parameters: [[1e-20, 0], [1e-10]] },
    { value: [1, 0, 0, 0], parameters: [[1e15, 0, 1, 0], [1e-6]] },
  ],
});

divergenceConforms(test, {
  families: ['vonMisesFisher', 'uniformOnSphere'],
  samples: 1000,
  // TensorFlow.js computes gradients by all parameters only if the result depends on each.
  create: (direction, concentration) => [
    new VonMisesFisher(direction, add(concentration, mul(sum(direction, -1, true), 0))),
    new UniformOnSphere(direction.shape[1]!),
  ],
  // A difference of terms of the size of log Z.
  rounding: () => 2e-5,
});

test('draws and their gradients are finite for all directions and concentrations', (t) => {
  const noise = randomNormal([40, 5], 0, 1.5, 'float32', 3);
  const directions = [
    zeros([1, 5]),
    tensor([[1, 0, 0, 0, 0]]),
    tensor([[-1, 0, 0, 0, 0]]),
    tensor([[0, 1e-9, 0, 0, 2]]),
  ];
  for (const direction of directions) {
    for (const logConcentration of [-12, -2, 0, 3, 9, 16]) {
      const numbers = tidy(() => {
        const parameters = [direction, tensor([[logConcentration]])];
        const draw = (d: typeof direction, c: typeof direction) =>
          new VonMisesFisher(d, exp(c)).sample(noise);
        const slopes = grads((d, c) => sum(draw(d as never, c as never)))(parameters);
        return [draw(direction as never, parameters[1] as never), ...slopes].flatMap((one) => [
          ...one.dataSync(),
        ]);
      });
      t.true(numbers.every(Number.isFinite), `${[...direction.dataSync()].join()} at ${logConcentration}`);
    }
  }
});
