import { HelmholtzError } from '@helmholtz/base';

import type { Spec } from '../spec/schema.js';
import { differencesAsText, specDifferences } from './spec-differences.js';

/** How a spec is used with a checkpoint. */
export interface TrainedSpecOptions {
  /** File of the spec, for messages. */
  readonly source: string;
  /** Whether training resumes. By default the trained model is only used. */
  readonly resumes?: boolean | undefined;
  /** Whether a spec with other entries is used, with a warning. Default: false */
  readonly acceptSpec?: boolean | undefined;
  /** Receives a line about entries that differ. */
  readonly onWarning?: ((line: string) => void) | undefined;
}

/** Entries that change neither a training nor its result. A run may be extended or moved. */
const ofNoTraining = ['training.epochs', 'data.dataDir', 'data.stream'];

/** Entries that change a training, but not the use of its weights. */
const ofTrainingOnly = [
  'optimizer',
  'training.schedule',
  'training.clip',
  'training.nonFinite',
  'training.weights',
];

/**
 * Compares a spec with the spec that a checkpoint was trained with. Entries that do not change the
 * result may differ: a warning names those that would change another training.
 *
 * @throws HelmholtzError (`data`) if they differ in an entry that changes the result, and
 *   `acceptSpec` is not set.
 *
 * @example
 * ```ts
 * import { checkTrainedSpec } from '@helmholtz/core/run';
 * import { defaultSpec } from '@helmholtz/recipes';
 *
 * const trained = defaultSpec('vae', [4]);
 * try {
 *   checkTrainedSpec({ ...trained, seed: 7 }, trained, { source: 'spec.yaml' });
 * } catch (error) {
 *   console.log((error as Error).message);
 *   // spec.yaml is not the spec that its checkpoint was trained with: seed is 7, was 0.
 * }
 * ```
 */
export function checkTrainedSpec(
  spec: Spec,
  trained: Spec,
  { source, resumes = false, acceptSpec = false, onWarning }: TrainedSpecOptions,
): void {
  const differences = specDifferences(spec, trained).filter(({ entry }) => !isWithin(entry, ofNoTraining));
  if (differences.length === 0) return;
  const isHarmless = !resumes && differences.every(({ entry }) => isWithin(entry, ofTrainingOnly));
  const message = `${source} is not the spec that its checkpoint was trained with: ${differencesAsText(differences)}.`;
  if (acceptSpec || isHarmless) {
    onWarning?.(
      `${message} ${isHarmless ? 'The result does not depend on it.' : 'The changed spec is used.'}`,
    );
    return;
  }
  throw new HelmholtzError('data', message, {
    hint: 'Change these entries back, train the changed spec as a new run, or accept the changed spec with `acceptSpec`.',
  });
}

function isWithin(entry: string, sections: readonly string[]): boolean {
  return sections.some((section) => entry === section || entry.startsWith(`${section}.`));
}
