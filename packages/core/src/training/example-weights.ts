import { HelmholtzError } from '@helmholtz/base';

import { EXAMPLE_WEIGHT } from '../graph/terms.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { type DataVariable, type Dataset, sizeOf } from './dataset.js';

type WithSpec = Pick<LatentVariableModel, 'spec'>;

/**
 * Returns the weight of each example, divided by their mean, so that equal weights are 1; undefined
 * for data without weights. The mean of weighted terms is then their weighted mean.
 *
 * @throws HelmholtzError (`data`) for a weight that is negative or not finite, and for weights of 0
 *   alone.
 */
export function exampleWeights({ spec }: WithSpec, data: Dataset): Float32Array | undefined {
  const name = spec?.data.weights;
  const variable = name === undefined ? undefined : variableOf(data, name);
  if (name === undefined || !variable) return undefined;
  if (sizeOf(variable.shape) !== 1) {
    throw new HelmholtzError(
      'data',
      `${data.name}: the weights "${name}" have the shape [${variable.shape.join(', ')}].`,
      {
        hint: 'Weights are one number for each example.',
      },
    );
  }
  const weights = new Float32Array(data.size);
  variable.read(
    Uint32Array.from({ length: data.size }, (_, index) => index),
    weights,
    { next: () => 0 },
  );
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) {
    throw new HelmholtzError(
      'data',
      `${data.name}: example ${bad} has the weight "${name}" ${weights[bad]}.`,
      {
        hint: 'A weight is a finite number from 0 on. An example of weight 0 adds nothing.',
      },
    );
  }
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / data.size;
  if (mean > 0) return weights.map((weight) => weight / mean);
  throw new HelmholtzError('data', `${data.name}: all weights "${name}" are 0.`, {
    hint: 'Give at least one example a positive weight, or leave data.weights out.',
  });
}

/**
 * Returns an objective whose terms are averaged by the weights of examples, if the spec of the model
 * declares any.
 *
 * @throws HelmholtzError (`usage`) for an objective that cannot weight examples.
 */
export function weightedObjective<Weighted extends Objective>(
  objective: Weighted,
  { spec }: WithSpec,
): Weighted {
  if (spec?.data.weights === undefined) return objective;
  const { name, weighsExamples = false, noise = {} } = objective;
  if (!weighsExamples) {
    throw new HelmholtzError('usage', `The objective "${name}" cannot weight examples (data.weights).`, {
      hint: 'Choose elbo or an importance-weighted bound, or leave data.weights out.',
    });
  }
  const weight = { [EXAMPLE_WEIGHT]: { shape: [], source: EXAMPLE_WEIGHT } };
  const weightedNoise: Objective['noise'] =
    typeof noise === 'function' ? (latents) => ({ ...noise(latents), ...weight }) : { ...noise, ...weight };
  return { ...objective, noise: weightedNoise };
}

/**
 * Checks that data have the declared weights.
 *
 * @throws HelmholtzError (`data`) for data without them, and for data in parts.
 */
export function checkWeighted(
  { spec }: WithSpec,
  data: Dataset | { readonly name: string; readonly parts: object },
): void {
  const name = spec?.data.weights;
  if (name === undefined) return;
  if ('parts' in data) {
    throw new HelmholtzError('data', `${data.name} has parts, whose examples cannot be weighted.`, {
      hint: 'Leave data.weights out: the batch sizes of the parts weight them.',
    });
  }
  if (variableOf(data, name)) return;
  throw new HelmholtzError('data', `${data.name} has no weights "${name}", which data.weights names.`, {
    hint: `Give a column "${name}" of a table, or train-${name}.npy and test-${name}.npy beside arrays.`,
  });
}

function variableOf(data: Dataset, name: string): DataVariable | undefined {
  const variables = 'variables' in data ? data.variables : (data.others ?? {});
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
