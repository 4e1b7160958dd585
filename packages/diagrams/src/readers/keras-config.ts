import { HelmholtzError } from '@helmholtz/base';

import {
  type Config,
  type DeclaredLayer,
  type DeclaredModel,
  type Reference,
  isRecord,
  shapeIn,
} from './declared.js';

/** Whether a configuration of a class is that of a model: it has layers inside. */
export function isModelConfig(config: unknown): boolean {
  return Array.isArray(config) || (isRecord(config) && Array.isArray(config['layers']));
}

/**
 * Reads the configuration of a model, functional or Sequential, as Keras 1 to 3 and TensorFlow.js
 * write it.
 *
 * @param path path of the model in the file, for messages
 */
export function readModelConfig(className: string, config: unknown, path: string): DeclaredModel {
  // Keras 1 wrote a Sequential model as the list of its layers.
  const normalized: Config = Array.isArray(config) ? { layers: config } : (config as Config);
  const name = typeof normalized['name'] === 'string' ? normalized['name'] : className.toLowerCase();
  const layers = (normalized['layers'] as unknown[]).map((layer, index) =>
    readLayer(layer, `${path}, layer ${index + 1}`),
  );
  const names = new Set<string>();
  for (const layer of layers) {
    if (names.has(layer.name)) refuse(path, `has two layers named "${layer.name}"`);
    names.add(layer.name);
  }
  if (normalized['input_layers'] === undefined) return chain(name, layers, normalized);
  return {
    name,
    layers,
    inputs: tensorsIn(normalized['input_layers']),
    outputs: tensorsIn(normalized['output_layers']),
  };
}

function readLayer(given: unknown, path: string): DeclaredLayer {
  if (!isRecord(given) || typeof given['class_name'] !== 'string') return refuse(path, 'has no class_name');
  const className = given['class_name'];
  // A layer without a configuration can still be drawn: its class and its place are known.
  const config = given['config'] ?? {};
  if (!isRecord(config) && !isModelConfig(config)) return refuse(path, 'has a config that is not an object');
  const ownConfig: Config = isRecord(config) ? config : {};
  const name = [given['name'], ownConfig['name']].find((name) => typeof name === 'string');
  if (name === undefined) return refuse(path, 'has no name');
  const nodes = given['inbound_nodes'] ?? [];
  if (!Array.isArray(nodes)) return refuse(path, 'has inbound_nodes that are not a list');
  return {
    name,
    className,
    config:
      given['build_config'] === undefined ? ownConfig : { ...ownConfig, build_config: given['build_config'] },
    // Keras 2 writes the single call of an operation without a list around it.
    calls: (typeof nodes[0] === 'string' ? [nodes] : nodes).map(tensorsIn),
    ...(isModelConfig(config) ? { inner: readModelConfig(className, config, `${path} "${name}"`) } : {}),
  };
}

/** The layers of a Sequential model, each called on the one before it. */
function chain(name: string, declared: readonly DeclaredLayer[], config: Config): DeclaredModel {
  const [first] = declared;
  const layers =
    first === undefined || first.className === 'InputLayer'
      ? declared
      : [inputOf(first, config), ...declared];
  const reference = (layer: DeclaredLayer | undefined): Reference[] =>
    layer === undefined ? [] : [{ layer: layer.name, call: 0, output: 0 }];
  return {
    name,
    layers: layers.map((layer, index) => ({ ...layer, calls: [reference(layers[index - 1])] })),
    inputs: reference(layers[0]),
    outputs: reference(layers.at(-1)),
  };
}

/** Returns the input layer of a Sequential model that has none. */
function inputOf({ name, config, inner }: DeclaredLayer, model: Config): DeclaredLayer {
  const inside = inner?.layers.find((layer) => layer.name === inner.inputs[0]?.layer);
  const shape =
    shapeIn(config['batch_input_shape']) ??
    shapeIn(config['batch_shape']) ??
    shapeIn(model['build_input_shape']) ??
    shapeIn(inside?.config['batch_input_shape'] ?? inside?.config['batch_shape']);
  return {
    name: `${name}_input`,
    className: 'InputLayer',
    config: { batch_input_shape: shape ?? null, dtype: config['dtype'] },
    calls: [[]],
  };
}

/**
 * Every tensor that a part of a file refers to, in order: `["dense", 0, 0]`, and Keras 3's with
 * their shapes.
 */
function tensorsIn(value: unknown): Reference[] {
  if (Array.isArray(value)) {
    const [layer, call, output, ...further] = value as unknown[];
    if (typeof layer === 'string' && Number.isInteger(call) && Number.isInteger(output)) {
      return [
        { layer, call: call as number, output: output as number },
        ...further.filter(isRecord).flatMap(tensorsIn),
      ];
    }
    return value.flatMap(tensorsIn);
  }
  if (!isRecord(value)) return [];
  const { class_name: className, config } = value;
  if (className === '__keras_tensor__' && isRecord(config)) {
    const shape = shapeIn(config['shape']);
    return tensorsIn(config['keras_history']).map((tensor) => (shape ? { ...tensor, shape } : tensor));
  }
  return Object.values(value).flatMap(tensorsIn);
}

function refuse(path: string, fault: string): never {
  throw new HelmholtzError('data', `${path} ${fault}.`, {
    hint: 'Save the model again with model.save() of TensorFlow.js or model.to_json() of Keras.',
  });
}
