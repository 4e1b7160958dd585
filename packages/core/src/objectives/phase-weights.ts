import type { Variable } from '@tensorflow/tfjs-core';

import { HelmholtzError, nearest } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { OwnedNetwork } from '../graph/owned-network.js';
import type { Phase } from './objective.js';

/** Groups of a graph's weights. */
export const GRAPH_GROUPS = ['recognition', 'generative'] as const;

/** Trainable weights that a phase updates. */
export interface UpdatedWeights {
  /** Stable names. */
  readonly names: readonly string[];
  readonly variables: readonly Variable[];
  /** Whether they include weights of the graph. */
  readonly ofGraph: boolean;
  /** Networks whose weights they include. */
  readonly networks: readonly OwnedNetwork[];
}

/**
 * Returns the weights that a phase updates: first those of the graph, then those of the objective's
 * networks.
 *
 * @throws HelmholtzError (`usage`) for an unknown name, or if nothing is trainable.
 */
export function updatedWeights(
  model: LatentVariableModel,
  phase: Pick<Phase, 'name' | 'weights'>,
): UpdatedWeights {
  const groups = groupsOf(model, phase);
  const networks = model.networks.filter(({ name }) => groups.includes(name));
  const phaseVariables = [...graphVariables(model, groups), ...networks.flatMap(variablesOf)];
  if (phaseVariables.length === 0 && phase.weights !== 'model') {
    throw new HelmholtzError('usage', `The phase "${phase.name}" has no weights to update.`, {
      hint: 'None of the weights that it names is trainable: name others, or give the network layers.',
    });
  }
  const names = new Map([...model.weights].map(([name, weight]) => [weight.read(), name]));
  return {
    names: phaseVariables.map((variable) => names.get(variable) ?? variable.name),
    variables: phaseVariables,
    ofGraph: groups.some((group) => GRAPH_GROUPS.some((known) => known === group)),
    networks,
  };
}

function groupsOf(
  { networks }: LatentVariableModel,
  { name, weights }: Pick<Phase, 'name' | 'weights'>,
): readonly string[] {
  const groups = (weights === 'model' ? [weights] : weights).flatMap((group) =>
    group === 'model' ? [...GRAPH_GROUPS] : [group],
  );
  const validGroups = [...GRAPH_GROUPS, ...networks.map((network) => network.name)];
  const unknown = groups.find((group) => !validGroups.includes(group));
  if (unknown === undefined) return groups;
  throw new HelmholtzError(
    'usage',
    `The phase "${name}" updates the weights "${unknown}", which do not exist.`,
    {
      hint: nearest(unknown, ['model', ...validGroups]),
    },
  );
}

function graphVariables(model: LatentVariableModel, groups: readonly string[]): Variable[] {
  const allVariables = model.trainableVariables;
  const [recognition, generative] = GRAPH_GROUPS.map((group) => groups.includes(group));
  if (recognition === generative) return recognition === true ? allVariables : [];
  return model.weightsOf(generative === true ? 'generative' : 'recognition');
}

function variablesOf({ layersModel }: OwnedNetwork): Variable[] {
  return layersModel.trainableWeights.map((weight) => weight.read() as Variable);
}
