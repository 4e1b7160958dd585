import { train as optimizers } from '@tensorflow/tfjs-core';
import test from 'ava';

import { betaTcVae } from '../objectives/beta-tc-vae.js';
import { combinedImportanceWeighted } from '../objectives/combined-importance-weighted.js';
import { dipVae } from '../objectives/dip-vae.js';
import { elbo } from '../objectives/elbo.js';
import { infoVae } from '../objectives/info-vae.js';
import { multiplyImportanceWeighted } from '../objectives/multiply-importance-weighted.js';
import type { Objective } from '../objectives/objective.js';
import { partiallyImportanceWeighted } from '../objectives/partially-importance-weighted.js';
import { vimco } from '../objectives/vimco.js';
import { wae } from '../objectives/wae.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import { tinyBinary } from '../testing/tiny-binary.js';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import '@helmholtz/testing/cpu-backend';
import { train } from './train.js';
import type { TrainOptions } from './train-options.js';
import { readWeights } from './weights.js';

const objectives: readonly (() => Objective)[] = [
  () => elbo({ capacity: { nats: 2, gamma: 5, warmUp: 0.5 } }),
  () => betaTcVae({ sampling: 'stratified' }),
  () => dipVae(),
  () => infoVae({ lambda: 20 }),
  () => wae(),
  () => multiplyImportanceWeighted({ bounds: 2, samples: 2 }),
  () => combinedImportanceWeighted({ samples: 2 }),
  () => partiallyImportanceWeighted({ bounds: 2, samples: 2 }),
  () => vimco({ samples: 3 }),
];

for (const create of objectives) {
  const { name, scoreFunction = false } = create();
  const tiny = (seed = 0) => (scoreFunction ? tinyBinary(seed) : tinyModel({ seed }));
  test(`${name}: an interrupted training resumes with the same bits, and repeats them`, async (t) => {
    const options = (): TrainOptions => ({
      // One example is left over after two batches of eight.
      data: patterns(17),
      objective: create(),
      optimizer: optimizers.adam(0.02),
      epochs: 3,
      batchSize: 8,
      seed: 0,
    });
    const through = tiny();
    const whole = await train(through, options());
    const controller = new AbortController();
    let snapshot: TrainingSnapshot | undefined;
    await train(tiny(), {
      ...options(),
      signal: controller.signal,
      callbacks: [
        {
          onStep: ({ step }) => void (step === 4 && controller.abort()),
          onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
        },
      ],
    });
    const again = tiny(9);
    const rest = await train(again, { ...options(), from: snapshot! });
    t.deepEqual(await readWeights(again), await readWeights(through));
    const timeless = ({ history }: typeof whole) => history.map((row) => ({ ...row, seconds: 0 }));
    t.deepEqual(timeless(rest), timeless(whole));
    const repeated = tiny();
    t.deepEqual(timeless(await train(repeated, options())), timeless(whole));
    t.false('examples' in (whole.history[0]!.coefficients ?? {}), 'the size of the data is not recorded');
  });
}
