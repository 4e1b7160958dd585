import { type LayersModel, type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { OwnedNetwork } from '../graph/owned-network.js';
import {
  type Objective,
  type ObjectiveNetwork,
  type VariableShape,
  phasesOf,
} from '../objectives/objective.js';
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
    const shapes = inputsOf(declared).map((variable) => shapeOf(shaped, variable, subject));
    const outputShape = declared.output === undefined ? undefined : shapeOf(shaped, declared.output, subject);
    const random = new RandomStream(spec.seed, 'initialization', 'objective', name);
    const learnsBy = phasesOf(objective).flatMap((phase) =>
      phase.weights !== 'model' && phase.weights.includes(name) ? [`loss/${phase.name}`] : [],
    );
    return withSeededRandom(random, () => {
      const layersModel = built(name, declared, { shapes, outputShape }, networks);
      return new OwnedNetwork(name, layersModel, learnsBy);
    });
  });
}

/** Shapes of one example at the ends of a network. */
interface NetworkShapes {
  /** Shape of each input. */
  readonly shapes: readonly (readonly number[])[];
  readonly outputShape: readonly number[] | undefined;
}

function built(
  name: string,
  declared: ObjectiveNetwork,
  { shapes, outputShape }: NetworkShapes,
  networks: Networks,
): LayersModel {
  const inputs = inputsOf(declared).map((variable, index) =>
    input({
      shape: [...itemAt(shapes, index)],
      name: typeof variable === 'string' ? variable : `${name}_given`,
    }),
  );
  const networkInput = inputs.length === 1 ? itemAt(inputs, 0) : joined(name, inputs);
  const outputs = networks(name, declared.layers)(networkInput, {
    name,
    ...(outputShape ? { outputShape } : {}),
  });
  return model({ name: `${name}_network`, inputs, outputs });
}

/** Returns the shapes or names of the inputs. */
function inputsOf({ input: declared }: ObjectiveNetwork): readonly VariableShape[] {
  return isNames(declared) ? declared : [declared];
}

function isNames(declared: ObjectiveNetwork['input']): declared is readonly string[] {
  return typeof declared !== 'string' && typeof declared[0] === 'string';
}

/** Returns one vector of all inputs. */
function joined(network: string, inputs: readonly SymbolicTensor[]): SymbolicTensor {
  const flat = inputs.map((tensor) =>
    tensor.rank === 2
      ? tensor
      : layers.flatten({ name: `${network}_${tensor.sourceLayer.name}_flat` }).apply(tensor),
  ) as SymbolicTensor[];
  return layers.concatenate({ name: `${network}_inputs` }).apply(flat) as SymbolicTensor;
}

function withoutLayers(name: string, objective: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `the spec at networks.${name}: nothing was given, a list of layers was expected.`,
    { hint: `The objective "${objective}" owns this network; [] is a network without layers.` },
  );
}
