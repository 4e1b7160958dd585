import '@helmholtz/backend-onnx';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { setBackend, tensor, tensor2d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { catalogue } from '../../work/catalogue.js';
import { CHECKED_UPDATES, writeMaterial } from '../../work/material.js';
import { noiseShapes, observedSize } from '../../work/work.js';
import { readMaterial } from '../arrays.js';
import { lossOf } from './loss-of.js';

/** What PyTorch 2.15 computes for the first update, by the peer beside these. */
const pytorch: Record<string, number> = {
  tutorial: 544.1328125,
  'importance-weighted': 625.0856323242188,
  convolutional: 128.97702026367188,
};

for (const [name, expected] of Object.entries(pytorch)) {
  test.serial(`${name}: the loss is PyTorch's`, async (t) => {
    await setBackend('onnx');
    const work = catalogue.find((each) => each.name === name)!;
    const folder = mkdtempSync(join(tmpdir(), 'helmholtz-bench-test-'));
    try {
      const arrays = readMaterial(writeMaterial(work, join(folder, 'material')));
      const observed = observedSize(work.model);
      const rows = Array.from(arrays.indices.slice(0, work.batch), (index) =>
        Array.from(arrays.data.subarray(index * observed, (index + 1) * observed)),
      );
      const noise = arrays.noise.map((values, index) =>
        tensor2d(
          values.slice(0, values.length / CHECKED_UPDATES),
          noiseShapes(work)[index] as [number, number],
        ),
      );
      const weights = Object.fromEntries(
        arrays.weights.map(({ name: weight, shape, data }) => [weight, tensor(data, shape)]),
      );
      const [loss] = await lossOf(work)(weights, tensor2d(rows), noise).data();
      t.true(Math.abs(loss! / expected - 1) < 1e-5, `${loss}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
