import type { Optimizer } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import { writeOptimizer } from './optimizer-state.js';
import { writeWeights } from './weights.js';

/**
 * Brings a model and an optimizer to where a snapshot was taken: before a step is made, which may hold what they hold.
 *
 * @param batches of an epoch.
 * @throws HelmholtzError (`data`) where it was taken of another model, or with epochs of another length.
 */
export async function restore(
  model: LatentVariableModel,
  { epoch, step, batch, history, weights, optimizer }: TrainingSnapshot,
  into: Optimizer,
  batches: number,
): Promise<void> {
  if (history.length !== epoch || batch > batches || step !== epoch * batches + batch) {
    const taken = `step ${step} in epoch ${epoch + 1}`;
    throw new HelmholtzError('data', `The snapshot is of ${taken}, where epochs had no ${batches} steps.`, {
      hint: 'Go on with the data, the batch size and what is held out that training began with.',
    });
  }
  writeWeights(model, weights);
  await writeOptimizer(into, optimizer);
}
