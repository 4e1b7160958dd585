import { createOptimizer, elbo, type Objective, train, type TrainingSnapshot } from '@helmholtz/core';
import { onnxStatistics } from '@helmholtz/backend-onnx';
import { assemble } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

import { tinyData, tinySpec } from '../testing/tiny-run.js';
import { createStepFor } from './compiled-step.js';

/**
 * Reads a number while it is evaluated, which no graph repeats: such steps are done a kernel at a
 * time.
 */
function reading(): Objective {
  const bound = elbo();
  return {
    ...bound,
    evaluate(model, context) {
      const value = bound.evaluate(model, context);
      value.loss.dataSync();
      return value;
    },
  };
}

/** Trains for three epochs of three steps, and takes a snapshot after each epoch. */
async function trained(from?: TrainingSnapshot): Promise<{ taken: TrainingSnapshot[]; lines: string[] }> {
  const { spec, model } = assemble(tinySpec({ seed: from ? 9 : 1 }));
  const taken: TrainingSnapshot[] = [];
  const lines: string[] = [];
  await train(model, {
    data: tinyData().train,
    objective: reading(),
    optimizer: createOptimizer(spec.optimizer),
    epochs: 3,
    batchSize: 16,
    seed: 1,
    from,
    createStep: await createStepFor('onnx', (line) => lines.push(line)),
    callbacks: [{ onEpochEnd: async (_row, state) => void taken.push(await state.snapshot()) }],
  });
  return { taken, lines };
}

const timeless = ({ history, ...snapshot }: TrainingSnapshot): object => ({
  ...snapshot,
  history: history.map((row) => ({ ...row, seconds: 0 })),
});

test('a step that cannot be compiled runs kernel by kernel, and each graph is compiled at its first run', async (t) => {
  await setBackend('onnx');
  const { taken, lines } = await trained();
  t.regex(lines.join('\n'), /^The training step is not compiled, and so slower: [^\n]+$/);
  const { cpuRuns, nativeRuns } = onnxStatistics();
  // With the rule that weighs the cost of compiling, graphs that came often would be compiled by
  // now, and others not.
  const again = await trained(taken[0]);
  const after = onnxStatistics();
  t.is(after.cpuRuns, cpuRuns);
  t.true(after.nativeRuns > nativeRuns);
  t.deepEqual(again.taken.map(timeless), taken.slice(1).map(timeless));
});
