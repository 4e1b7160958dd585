import { type ModelDescription, roles, withStableNames } from '@helmholtz/core/description';
import { HelmholtzError } from '@helmholtz/base';

import { validate } from '../graph/validate.js';
import { type StoredWeights, connect } from './connect.js';
import { type Config, isRecord } from './declared.js';
import { isModelConfig, readModelConfig } from './keras-config.js';

/**
 * Checks whether a JSON value looks like a model that `readModel` reads.
 *
 * @example
 * ```ts
 * import { isModelFile } from '@helmholtz/diagrams';
 *
 * console.log(isModelFile({ class_name: 'Sequential', config: { layers: [] } })); // true
 * console.log(isModelFile({ recipe: 'vae' })); // false
 * ```
 */
export function isModelFile(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return isGraphModel(value) || isDescription(value) || modelKeys.some((key) => Object.hasOwn(value, key));
}

/**
 * Reads a model from JSON: a `model.json` of TensorFlow.js, the output of `model.to_json()` of
 * Keras 1 to 3, functional or Sequential, or a description that `draw` wrote as JSON.
 *
 * It loads no weights. Layers of unknown classes are kept; their unknown shapes are empty.
 *
 * @param value the parsed JSON
 * @param source the name of the model in error messages, such as the path of its file
 * @throws HelmholtzError of kind `data` for a value that is not a model; of kind `graph` for a
 *   cyclic or damaged model
 * @example
 * ```ts
 * import { readModel } from '@helmholtz/diagrams';
 *
 * const config = { name: 'dense', units: 2, batch_input_shape: [null, 3] };
 * const layers = [{ class_name: 'Dense', config }];
 * const model = readModel({ class_name: 'Sequential', config: { name: 'small', layers } });
 * console.log(model.nodes.map(({ id, outputShapes }) => [id, ...outputShapes]));
 * // [ [ 'dense_input', [ null, 3 ] ], [ 'dense', [ null, 2 ] ] ]
 * ```
 */
export function readModel(value: unknown, source = 'the model'): ModelDescription {
  if (isRecord(value)) {
    if (isDescription(value)) return readDescription(value);
    const topology = topologyOf(value);
    if (topology) {
      const declared = readModelConfig(topology.className, topology.config, source);
      return withStableNames(connect(declared, storedWeights(value['weightsManifest'])));
    }
    if (isGraphModel(value)) {
      throw new HelmholtzError(
        'data',
        `${source} is a TensorFlow.js graph model, which does not contain its layers.`,
        {
          hint: 'Convert it again with --output_format=tfjs_layers_model, or draw the original Keras model.',
        },
      );
    }
  }
  throw new HelmholtzError('data', `${source} is not a layers model.`, {
    hint: 'Expected the JSON that model.save() of TensorFlow.js or model.to_json() of Keras writes.',
  });
}

function isGraphModel({ format, modelTopology: topology }: Config): boolean {
  return format === 'graph-model' || (isRecord(topology) && Array.isArray(topology['node']));
}

/** Keys at the top level of a saved model, even a damaged one, and of no other file. */
const modelKeys = ['modelTopology', 'model_config', 'class_name'];

/** Returns the class and configuration of the model, from any of the known envelopes. */
function topologyOf(value: Config): { className: string; config: unknown } | undefined {
  for (const inside of ['modelTopology', 'model_config']) {
    if (isRecord(value[inside])) return topologyOf(value[inside]);
  }
  const { class_name: className, config } = value;
  return typeof className === 'string' && isModelConfig(config) ? { className, config } : undefined;
}

function isDescription({ nodes, inputs, outputs }: Config): boolean {
  return [nodes, inputs, outputs].every(Array.isArray);
}

/** Checks the structure of a description. */
function readDescription(value: Config): ModelDescription {
  const lists = ['inputs', 'inputShapes', 'outputShapes', 'weights'];
  const isNode = (node: unknown): boolean =>
    isRecord(node) &&
    ['id', 'layer', 'className', 'role', 'dtype'].every((key) => typeof node[key] === 'string') &&
    lists.every((key) => Array.isArray(node[key])) &&
    roles.some((role) => role === node['role']) &&
    (node['inner'] === undefined || (isRecord(node['inner']) && isWhole(node['inner'])));
  const isWhole = (model: Config): boolean =>
    typeof model['name'] === 'string' && isDescription(model) && (model['nodes'] as unknown[]).every(isNode);
  if (!isWhole(value)) {
    throw new HelmholtzError(
      'data',
      'The model description is damaged: a field is missing or has the wrong type.',
      {
        hint: 'Write it again with: helmholtz draw <model> --format json.',
      },
    );
  }
  const description = value as unknown as ModelDescription;
  validate(description);
  return description;
}

/** Returns the weights of each layer in a TensorFlow.js manifest, such as `dense/kernel`. */
function storedWeights(manifest: unknown): StoredWeights {
  const stored = new Map<string, { name: string; shape: readonly number[] }[]>();
  const groups = Array.isArray(manifest) ? manifest : [];
  for (const weight of groups.flatMap((group: unknown) => (isRecord(group) ? group['weights'] : undefined))) {
    if (!isRecord(weight) || typeof weight['name'] !== 'string' || !Array.isArray(weight['shape'])) continue;
    const path = weight['name'].split('/');
    // A layer's name may contain slashes, follow model names and precede cell names.
    const layers = path.flatMap((_, end) => path.slice(0, end).map((_, start) => [start, end] as const));
    for (const [start, end] of layers) {
      const layer = path.slice(start, end).join('/');
      const entry = { name: path.slice(end).join('/'), shape: weight['shape'] as number[] };
      stored.set(layer, [...(stored.get(layer) ?? []), entry]);
    }
  }
  return stored;
}
