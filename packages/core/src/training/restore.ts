import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import { writeOptimizer } from './optimizer-state.js';
import type { ReadyPhase } from './ready-phases.js';
import { writeWeights } from './weights.js';

/**
 * Restores a model and the optimizers of all phases from a snapshot. Call it before a step is
 * created, which may copy their state.
 *
 * @param batches number of batches in an epoch.
 * @throws HelmholtzError (`data`) for a snapshot of another model or objective, or with another
 *   number of batches.
 */
export async function restore(
  model: LatentVariableModel,
  { epoch, step, batch, history, weights, optimizers }: TrainingSnapshot,
  phases: readonly ReadyPhase[],
  batches: number,
): Promise<void> {
  if (history.length !== epoch || batch > batches || step !== epoch * batches + batch) {
    const moment = `step ${step} in epoch ${epoch + 1}`;
    throw new HelmholtzError(
      'data',
      `The snapshot is of ${moment}, which epochs of ${batches} steps do not reach.`,
      {
        hint: 'Resume with the data, the batch size and the validation set that training began with.',
      },
    );
  }
  const states = phases.map(({ name, optimizer }) => ({ optimizer, state: optimizers.get(name) }));
  const without = phases.find(({ name }) => !optimizers.has(name));
  if (without) {
    const storedPhases = [...optimizers.keys()].join(', ') || 'none';
    throw new HelmholtzError('data', `The snapshot has no optimizer of the phase "${without.name}".`, {
      hint: `It has those of: ${storedPhases}. Resume with the objective that training began with.`,
    });
  }
  writeWeights(model, weights);
  for (const { optimizer, state } of states) if (state) await writeOptimizer(optimizer, state);
}
