import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import { adaptToData } from './adapt.js';
import { BatchReader } from './batches.js';
import { checkData } from './check-data.js';
import { createEagerStep } from './eager-step.js';
import { restore } from './restore.js';
import type { TrainOptions, TrainingResult } from './train-options.js';
import { Trainer } from './trainer.js';
import { writeWeights } from './weights.js';

/**
 * Trains a model. Each step runs every call of the graph once, on fresh noise; every epoch ends with the same named
 * metrics over the training set and those held out of it, each summed over the event and averaged over the examples.
 *
 * @throws HelmholtzError (`data`) before the first step where data don't fit the model or its likelihood;
 *   (`numerics`) at the step where the loss or a metric becomes NaN or infinite, and where one ruined the weights.
 */
export async function train(model: LatentVariableModel, options: TrainOptions): Promise<TrainingResult> {
  const { data, validation, test, objective, optimizer, batchSize, seed } = options;
  if (!('monitor' in objective)) throw unmonitored(options.objective.name);
  const advice = checkData(model, data);
  for (const dataset of [validation, test]) if (dataset) checkData(model, dataset);
  if (!options.from) adaptToData(model, data, seed);
  if (options.weights && !options.from) writeWeights(model, options.weights);
  const reader = new BatchReader(model, data, batchSize, seed, objective.samples);
  if (options.from) await restore(model, options.from, optimizer, reader.batchesPerPass);
  const createStep = options.createStep ?? createEagerStep;
  const step = await createStep({
    model,
    objective,
    optimizer,
    data: reader.feed,
    batchSize,
    seed,
    clip: options.clip,
    skipNonFinite: options.nonFinite === 'skip',
  });
  try {
    const result = await new Trainer(model, options, reader, step, advice).run();
    await options.afterwards?.(step, result);
    return result;
  } finally {
    step.dispose();
  }
}

/** A plugin's objective was checked by no compiler. */
function unmonitored(name: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The objective "${name}" does not say which metric models are chosen by.`,
    {
      hint: "Add one of its metrics to it: monitor: { metric: 'nelbo', mode: 'min' }.",
    },
  );
}
