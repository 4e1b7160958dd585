import type { LatentVariableModel } from '../graph/model.js';
import { checkWeighted, weightedObjective } from './example-weights.js';
import { checkDistributions } from '../objectives/check-distributions.js';
import { checkObjective } from '../objectives/check-objective.js';
import { adaptToData } from './adapt.js';
import { BatchReader } from './batches.js';
import { checkData } from './check-data.js';
import { checkBatchSizes } from './data-parts.js';
import { explainNonFinite } from './explain-non-finite.js';
import { createEagerStep } from './eager-step.js';
import { readyPhases } from './ready-phases.js';
import { restore } from './restore.js';
import { checkTrainingMemory } from './training-memory.js';
import type { TrainOptions, TrainingResult } from './train-options.js';
import { Trainer } from './trainer.js';
import { writeWeights } from './weights.js';

/**
 * Trains a model. Each step runs every call of the graph once, on new noise. Every epoch ends with
 * the same metrics over the training set, the validation set and the test set. Metrics are in nats,
 * summed over the event and averaged over the examples.
 *
 * @throws HelmholtzError (`data`) before the first step if data do not fit the model or its
 *   likelihood; (`usage`) if the objective, the batch sizes or the memory do not fit; (`numerics`)
 *   if a loss, metric or weight becomes NaN or infinite.
 *
 * @example
 * ```ts
 * import { createOptimizer, elbo, train } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const optimizer = createOptimizer({ name: 'adam', learningRate: 0.01 });
 * const options = { data, objective: elbo(), optimizer, epochs: 20, batchSize: 2, seed: 0 };
 * const { history } = await train(buildModel(defaultSpec('vae', [4])), options);
 * console.log(history.at(-1)!.train['nelbo']! < history[0]!.train['nelbo']!); // true
 * ```
 */
export async function train(model: LatentVariableModel, given: TrainOptions): Promise<TrainingResult> {
  const options = { ...given, objective: weightedObjective(given.objective, model) };
  for (const each of [given.data, given.validation, given.test]) if (each) checkWeighted(model, each);
  const { data, validation, test, objective, batchSize, seed } = options;
  checkObjective(objective, model);
  checkBatchSizes(data, batchSize);
  const advice = [
    ...checkDistributions(objective, model),
    ...checkTrainingMemory(model, options),
    ...checkData(model, data),
  ];
  for (const dataset of [validation, test]) if (dataset) checkData(model, dataset);
  if (!options.from) adaptToData(model, data, seed);
  if (options.weights && !options.from) writeWeights(model, options.weights);
  const reader = new BatchReader(model, data, batchSize, seed, objective);
  const phases = readyPhases(model, objective, options);
  if (options.from) await restore(model, options.from, phases, reader.batchesPerPass);
  const createStep = options.createStep ?? createEagerStep;
  const step = await createStep({
    model,
    objective,
    phases,
    data: reader.feed,
    seed,
    skipNonFinite: options.nonFinite === 'skip',
  });
  const trainer = new Trainer(model, options, { reader, phases, step, advice });
  try {
    try {
      await trainer.begin();
      while (!trainer.isDone) await trainer.epoch();
    } catch (error) {
      await trainer.fail();
      throw explainNonFinite(error, model, data);
    }
    const result = await trainer.end();
    await options.afterwards?.(step, result);
    return result;
  } finally {
    step.dispose();
  }
}
