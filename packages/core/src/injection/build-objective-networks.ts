import { type LayersModel, type SymbolicTensor, input, model } from '@tensorflow/tfjs-layers';

import { HelmholtzError } from '@helmholtz/base';
import { OwnedNetwork } from '../graph/owned-network.js';
import { type Objective, type ObjectiveNetwork, phasesOf } from '../objectives/objective.js';
import { type ShapedModel, shapeOf } from '../objectives/owned-noise.js';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import type { Spec } from '../spec/schema.js';
import type { Networks } from './parts.js';

/**
 * Builds the networks that an objective owns, from the layers of the spec or else the objective's
 * own. Each network has its own random stream. So the initial weights of the graph do not depend on
 * them.
 *
 * @throws HelmholtzError (`usage`) for a network without layers or of an unknown shape.
 */
export function buildObjectiveNetworks(
  objective: Objective,
  shaped: ShapedModel,
  networks: Networks,
  spec: Spec,
): OwnedNetwork[] {
  return Object.entries(objective.networks ?? {}).map(([name, declared]) => {
    if (!declared.layers && !Object.hasOwn(spec.networks, name)) throw withoutLayers(name, objective.name);
    const subject = `The network "${name}" of the objective "${objective.name}"`;
    const shape = shapeOf(shaped, declared.input, subject);
    const outputShape = declared.output === undefined ? undefined : shapeOf(shaped, declared.output, subject);
    const random = new RandomStream(spec.seed, 'initialization', 'objective', name);
    const learnsBy = phasesOf(objective).flatMap((phase) =>
      phase.weights !== 'model' && phase.weights.includes(name) ? [`loss/${phase.name}`] : [],
    );
    return withSeededRandom(random, () => {
      const layersModel = built(name, declared, { shape, outputShape }, networks);
      return new OwnedNetwork(name, layersModel, learnsBy);
    });
  });
}

/** Shapes of one example at the ends of a network. */
interface NetworkShapes {
  readonly shape: readonly number[];
  readonly outputShape: readonly number[] | undefined;
}

function built(
  name: string,
  { input: variable, layers }: ObjectiveNetwork,
  { shape, outputShape }: NetworkShapes,
  networks: Networks,
): LayersModel {
  const given: SymbolicTensor = input({
    shape: [...shape],
    name: typeof variable === 'string' ? variable : `${name}_given`,
  });
  const outputs = networks(name, layers)(given, { name, ...(outputShape ? { outputShape } : {}) });
  return model({ name: `${name}_network`, inputs: given, outputs });
}

function withoutLayers(name: string, objective: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `the spec at networks.${name}: nothing was given, a list of layers was expected.`,
    { hint: `The objective "${objective}" owns this network; [] is a network without layers.` },
  );
}
