import { createOptimizer, readWeights, train, type TrainingSnapshot } from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble, type SpecInput } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';

const rows = arrayDataset({
  name: 'rows',
  shape: [4],
  data: Array.from({ length: 10 }, (_, row) => [0, 1, 2, 3].map((column) => (row >> column) & 1)),
});

for (const objective of ['vimco', 'nvil'] as const) {
  test(`categories by ${objective}: an interrupted training resumes with the same bits, and repeats them`, async (t) => {
    const spec: SpecInput = {
      recipe: 'vae',
      observed: { shape: [4] },
      latents: [{ name: 'z', size: 6 }],
      networks: { recognition: [], generative: [] },
      posterior: { name: 'categorical', categories: 3 },
      prior: 'categorical',
      objective,
    };
    const options = () => ({
      data: rows,
      objective: assemble(spec).objective,
      optimizer: createOptimizer({ name: 'adam', learningRate: 0.02 }),
      epochs: 3,
      batchSize: 3,
      seed: 0,
    });
    const through = assemble(spec).model;
    const { history } = await train(through, options());
    const controller = new AbortController();
    let snapshot: TrainingSnapshot | undefined;
    await train(assemble(spec).model, {
      ...options(),
      signal: controller.signal,
      callbacks: [
        {
          onStep: ({ step }) => void (step === 6 && controller.abort()),
          onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
        },
      ],
    });
    const resumed = assemble({ ...spec, seed: 1 }).model;
    const rest = await train(resumed, { ...options(), from: snapshot });
    t.deepEqual(await readWeights(resumed), await readWeights(through));
    t.deepEqual(
      rest.history.map((row) => row.train),
      history.map((row) => row.train),
    );
    t.true(history.at(-1)!.train['nelbo']! < history[0]!.train['nelbo']!);
  });
}
