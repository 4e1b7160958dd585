import type { LayersModel, SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import type {
  ModelDescription,
  NodeDescription,
  Role,
  TensorReference,
  TensorShape,
} from '../description/description.js';
import { withStableNames } from '../description/stable-names.js';
import { HelmholtzError, entryOf } from '@helmholtz/base';
import { nodeOf } from './node-of.js';
import { declaredRole, hasRole } from './roles.js';
import { namedWeights } from './weights.js';

type Layer = layers.Layer;
type Node = Layer['inboundNodes'][number];

/**
 * Describes a layers model as plain data: functional, sequential, nested, or with shared layers.
 * Loads no tensors. The model may come from any copy of TensorFlow.js.
 *
 * @throws HelmholtzError (`graph`) if the model is not built yet, (`usage`) if it is not a model.
 *
 * @example
 * ```ts
 * import { describeModel } from '@helmholtz/core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const dense = layers.dense({ units: 2, inputShape: [3], name: 'hidden' });
 * const { nodes } = describeModel(sequential({ layers: [dense] }));
 * for (const { id, role, outputShapes } of nodes) console.log(id, role, outputShapes);
 * // hidden_input observed [ [ null, 3 ] ]
 * // hidden deterministic [ [ null, 2 ] ]
 * ```
 */
export function describeModel(model: LayersModel): ModelDescription {
  if (!isModel(model)) {
    throw new HelmholtzError('usage', 'A layers model of TensorFlow.js was expected.', {
      hint: 'Pass the result of tf.model(), tf.sequential() or tf.loadLayersModel().',
    });
  }
  return withStableNames(describe(model, 'observed'));
}

/** Checks properties instead of the class: a program may hold several copies of TensorFlow.js. */
function isModel(value: unknown): value is LayersModel {
  if (typeof value !== 'object' || value === null) return false;
  const { layers, inputs, outputs } = value as Partial<LayersModel>;
  return [layers, inputs, outputs].every(Array.isArray);
}

/**
 * @param inputRole role of plain input layers: `observed` at the top, `deterministic` inside a
 *   nested model.
 */
function describe(model: LayersModel, inputRole: Role): ModelDescription {
  if (model.outputs.length === 0) {
    throw new HelmholtzError('graph', `The model "${model.name}" is not built: its input shape is unknown.`, {
      hint: 'Give its first layer an inputShape, or call model.build(inputShape).',
    });
  }
  const nodes: NodeDescription[] = [];
  const ids = new Map<Node, string>();
  const timesCalled = new Map<string, number>();

  const visit = (tensor: SymbolicTensor): TensorReference => {
    const node = nodeOf(tensor);
    if (!ids.has(node)) {
      const inputs = callInputs(node).map(visit);
      const layer = tensor.sourceLayer;
      const call = (timesCalled.get(layer.name) ?? 0) + 1;
      timesCalled.set(layer.name, call);
      const id = call === 1 ? layer.name : `${layer.name}:${call}`;
      ids.set(node, id);
      nodes.push(describeCall(node, id, inputs, inputRole));
    }
    return { node: entryOf(ids, node), output: tensor.tensorIndex };
  };

  const inputs = model.inputs.map(visit);
  const outputs = model.outputs.map(visit);
  return { name: model.name, nodes: markReparameterization(nodes), inputs, outputs };
}

/**
 * Marks the deterministic nodes between a noise input and its latent with the role
 * `reparameterization` and the latent's name. `describeModel` calls it. Call it for nodes that come
 * from elsewhere.
 *
 * @example
 * ```ts
 * import { markReparameterization } from '@helmholtz/core/describe';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const { nodes } = buildModel(defaultSpec('vae', [4])).description;
 * const draw = markReparameterization(nodes).filter(({ role }) => role === 'reparameterization');
 * console.log(draw.map(({ id, variable }) => [id, variable]));
 * // [ [ 'z_scaled_noise', 'z' ], [ 'z_sum', 'z' ] ]
 * ```
 */
export function markReparameterization(nodes: readonly NodeDescription[]): NodeDescription[] {
  const variables = new Map<string, string>();
  const reached = new Set<string>();
  for (const { id, role, inputs } of nodes) {
    const follows = inputs.some(({ node }) => reached.has(node));
    if (role === 'noise' || (follows && role === 'deterministic')) reached.add(id);
  }
  for (const { id, role, variable, inputs } of [...nodes].reverse()) {
    const owner = role === 'latent' ? variable : variables.get(id);
    if (owner === undefined) continue;
    inputs.filter(({ node }) => reached.has(node)).forEach(({ node }) => variables.set(node, owner));
  }
  return nodes.map((node) => {
    const variable = variables.get(node.id);
    return variable === undefined || node.role === 'noise'
      ? node
      : { ...node, role: 'reparameterization', variable };
  });
}

function describeCall(
  node: Node,
  id: string,
  inputs: readonly TensorReference[],
  inputRole: Role,
): NodeDescription {
  const layer = node.outboundLayer;
  const config = configOf(layer);
  const inputsRead = hasRole(layer, 'parameter') ? [] : inputs;
  const activation = config['activation'];
  return {
    id,
    layer: layer.name,
    className: layer.getClassName(),
    role: declaredRole(layer) ?? (inputs.length === 0 ? inputRole : 'deterministic'),
    ...variableOf(layer, inputs.length === 0 ? inputRole : undefined),
    inputs: inputsRead,
    inputShapes: callInputs(node)
      .slice(0, inputsRead.length)
      .map((tensor) => tensor.shape as TensorShape),
    outputShapes: node.outputTensors.map((tensor) => tensor.shape as TensorShape),
    dtype: node.outputTensors[0]?.dtype ?? 'float32',
    ...(typeof activation === 'string' ? { activation } : {}),
    trainable: layer.trainable,
    weights: describeWeights(layer),
    config: plainConfig(config),
    ...(isModel(layer) ? { inner: describe(layer, 'deterministic') } : {}),
  };
}

/** Symbolic inputs of a call. The node of an input layer lists its own tensor as its input. */
function callInputs(node: Node): SymbolicTensor[] {
  return node.inboundLayers.length === 0 ? [] : node.inputTensors;
}

/** Properties of the random variable that a layer's class declares. */
function variableOf(
  layer: Layer,
  inputRole: Role | undefined,
): Pick<NodeDescription, 'variable' | 'distribution' | 'constants' | 'posterior' | 'global'> {
  if (hasRole(layer, 'noise')) return { variable: layer.variable, distribution: layer.source };
  if (hasRole(layer, 'kl')) {
    const { variable, priorName, priorConstants = {}, posteriorName, global } = layer;
    return {
      variable,
      distribution: priorName,
      ...(Object.keys(priorConstants).length === 0 ? {} : { constants: { ...priorConstants } }),
      ...(posteriorName === undefined ? {} : { posterior: posteriorName }),
      ...(global ? { global: true as const } : {}),
    };
  }
  if (hasRole(layer, 'likelihood')) return { variable: layer.variable, distribution: layer.family };
  if (hasRole(layer, 'latent')) return { variable: layer.variable };
  return inputRole === 'observed' ? { variable: layer.name } : {};
}

function describeWeights(layer: Layer): NodeDescription['weights'] {
  if (isModel(layer)) return [];
  return [...namedWeights(layer)].map(([name, variable]) => ({
    name,
    shape: variable.shape as number[],
    trainable: layer.trainable && layer.trainableWeights.includes(variable),
  }));
}

/** Third-party layers may lack a `getConfig`. Everything else about them can be described. */
function configOf(layer: Layer): Record<string, unknown> {
  try {
    return layer.getConfig();
  } catch {
    return {};
  }
}

/** Configuration of a layer as JSON, without the nested layers that TensorFlow.js repeats in it. */
function plainConfig(config: Record<string, unknown>): Record<string, unknown> {
  const { layers: _layers, ...own } = config;
  return JSON.parse(JSON.stringify(own)) as Record<string, unknown>;
}
