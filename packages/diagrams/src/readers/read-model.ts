import { type ModelDescription, roles, withStableNames } from '@helmholtz/core/description';
import { HelmholtzError } from '@helmholtz/base';

import { validate } from '../graph/validate.js';
import { type StoredWeights, connect } from './connect.js';
import { type Config, isRecord } from './declared.js';
import { isModelConfig, readModelConfig } from './keras-config.js';

/** Whether a value, read from a JSON file, looks like a model in one of the forms that `readModel` reads. */
export function isModelFile(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return isGraphModel(value) || isDescription(value) || modelKeys.some((key) => Object.hasOwn(value, key));
}

/**
 * Reads a model from a JSON value: TensorFlow.js' `model.json`, the configuration of a Keras model (`model.to_json()`),
 * functional or Sequential, of Keras 1 to 3, or a description that `draw` wrote as JSON. No tensors are loaded, and
 * layers of unknown classes are drawn too; what can't be known of them, such as a shape, is left open.
 *
 * @param source what it is called in messages, such as the path of its file
 * @throws HelmholtzError (`data`) for a value that is no such model, (`graph`) for one that is cyclic or damaged
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
      throw new HelmholtzError('data', `${source} is a graph model: its layers are not in it any more.`, {
        hint: 'Convert it again with --output_format=tfjs_layers_model, or draw the Keras model it was made from.',
      });
    }
  }
  throw new HelmholtzError('data', `${source} is not a layers model.`, {
    hint: "What TensorFlow.js' model.save() or Keras' model.to_json() writes was expected.",
  });
}

function isGraphModel({ format, modelTopology: topology }: Config): boolean {
  return format === 'graph-model' || (isRecord(topology) && Array.isArray(topology['node']));
}

/** What a saved model has at its top, however damaged it is, and nothing else does. */
const modelKeys = ['modelTopology', 'model_config', 'class_name'];

/** The class and the configuration of the model, in whichever envelope it is. */
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

/** Checks what every reader of a description relies on. */
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
    throw new HelmholtzError('data', 'The description of the model is damaged.', {
      hint: 'Write it again: helmholtz draw <model> --format json.',
    });
  }
  const description = value as unknown as ModelDescription;
  validate(description);
  return description;
}

/** The weights of each layer that a manifest of TensorFlow.js lists, such as `dense/kernel`. */
function storedWeights(manifest: unknown): StoredWeights {
  const stored = new Map<string, { name: string; shape: readonly number[] }[]>();
  const groups = Array.isArray(manifest) ? manifest : [];
  for (const weight of groups.flatMap((group: unknown) => (isRecord(group) ? group['weights'] : undefined))) {
    if (!isRecord(weight) || typeof weight['name'] !== 'string' || !Array.isArray(weight['shape'])) continue;
    const path = weight['name'].split('/');
    // A layer's name may hold slashes, names of models may stand before it, and names of cells after it.
    const layers = path.flatMap((_, end) => path.slice(0, end).map((_, start) => [start, end] as const));
    for (const [start, end] of layers) {
      const layer = path.slice(start, end).join('/');
      const entry = { name: path.slice(end).join('/'), shape: weight['shape'] as number[] };
      stored.set(layer, [...(stored.get(layer) ?? []), entry]);
    }
  }
  return stored;
}
