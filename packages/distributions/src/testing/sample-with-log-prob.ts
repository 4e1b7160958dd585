import { itemAt } from '@helmholtz/base';
import { tidy } from '@tensorflow/tfjs-core';
import type { TestFn } from 'ava';

import type { DistributionCase } from './distribution-case.js';
import { agreeAll, batched, noise } from './textbook.js';

/** Tests that `sampleWithLogProb` returns the results of `sample` and `logProb`. */
export function sampleWithLogProbConforms(
  test: TestFn,
  { family, create, measures }: Pick<DistributionCase, 'family' | 'create' | 'measures'>,
): void {
  test(`${family}: sampleWithLogProb equals sample and logProb`, (t) => {
    const { parameters, points } = itemAt(measures, 0);
    const event =
      [itemAt(points, 0).value].flat().length > 1 ? [[itemAt(points, 0).value].flat().length] : [];
    tidy(() => {
      const distribution = create(...batched(parameters));
      const epsilon = noise(distribution.noise, [20, ...event]);
      const { value, logProb } = distribution.sampleWithLogProb(epsilon);
      t.deepEqual([...value.dataSync()], [...distribution.sample(epsilon).dataSync()]);
      t.deepEqual(logProb.shape, [20]);
      agreeAll(t, logProb.dataSync(), [...distribution.logProb(value).dataSync()], 'log p', 1e-4);
    });
  });
}
