import { entryOf, itemAt } from '@helmholtz/base';
import { markReparameterization } from '@helmholtz/core/describe';
import type {
  ModelDescription,
  NodeDescription,
  TensorReference,
  TensorShape,
  WeightDescription,
} from '@helmholtz/core/description';

import type { Config, DeclaredLayer, DeclaredModel, Reference } from './declared.js';
import { declaredRole } from './declared-role.js';
import { type Call, keyOf, orderCalls } from './order.js';
import { shapesOf } from './rules/rules.js';
import { isKnown, unknownShape } from './rules/rule.js';

/** The shapes of a layer's weights by their names, where a file lists them. */
export type StoredWeights = ReadonlyMap<
  string,
  readonly { readonly name: string; readonly shape: readonly number[] }[]
>;

/**
 * The description of a declared model: what each call makes of its inputs is worked out from the
 * layers' configurations. What can't be is left open; an empty shape is one that isn't known.
 *
 * @param isOutermost whether the model's inputs are data, rather than what another model feeds it
 * @param fed the shapes that a nested model is called on
 */
export function connect(
  declared: DeclaredModel,
  stored: StoredWeights,
  isOutermost = true,
  fed: readonly TensorShape[] = [],
): ModelDescription {
  const model = withOwnCalls(declared);
  const calls = orderCalls(model);
  const shapesRead = outputsRead(model, calls);
  const nodes = new Map<string, NodeDescription>();
  const timesCalled = new Map<string, number>();

  const tensor = (reference: Reference): TensorReference => ({
    node: entryOf(nodes, keyOf(reference)).id,
    output: reference.output,
  });
  const fedShape = new Map(model.inputs.map((input, index) => [keyOf(input), fed[index]]));

  for (const [key, { layer, inputs }] of calls) {
    const times = (timesCalled.get(layer.name) ?? 0) + 1;
    timesCalled.set(layer.name, times);
    const inputShapes = inputs.map(
      (input) => entryOf(nodes, keyOf(input)).outputShapes[input.output] ?? input.shape ?? unknownShape,
    );
    const inner = layer.inner && connect(layer.inner, stored, false, inputShapes);
    const { outputs, weights } = callShapes(layer, inputShapes, inner, fedShape.get(key));
    const declaredShapes = shapesRead.get(key) ?? [];
    const outputShapes = Array.from(
      { length: Math.max(outputs.length, declaredShapes.length, 1) },
      (_, index) =>
        outputs[index] !== undefined && isKnown(outputs[index])
          ? outputs[index]
          : (declaredShapes[index] ?? unknownShape),
    );
    const meaning = declaredRole(layer, isOutermost);
    // Learned values are layers that are called on an input which they do not read.
    const reads = meaning.role !== 'parameter';
    nodes.set(key, {
      id: times === 1 ? layer.name : `${layer.name}:${times}`,
      layer: layer.name,
      className: layer.className,
      ...meaning,
      inputs: reads ? inputs.map(tensor) : [],
      inputShapes: reads ? inputShapes : [],
      outputShapes,
      dtype: dtypeOf(layer.config),
      ...(typeof layer.config['activation'] === 'string' ? { activation: layer.config['activation'] } : {}),
      trainable: inputs.length > 0 && layer.config['trainable'] !== false,
      weights: inner ? [] : weightsOf(layer, weights, stored),
      config: layer.config,
      ...(inner ? { inner } : {}),
    });
  }
  return {
    name: model.name,
    nodes: markReparameterization([...nodes.values()]),
    inputs: model.inputs.map(tensor),
    outputs: model.outputs.map(tensor),
  };
}

function callShapes(
  { className, config }: DeclaredLayer,
  inputs: readonly TensorShape[],
  inner: ModelDescription | undefined,
  fed: TensorShape | undefined,
) {
  if (inner) {
    const nodes = new Map(inner.nodes.map((node) => [node.id, node]));
    return {
      outputs: inner.outputs.map(({ node, output }) => itemAt(entryOf(nodes, node).outputShapes, output)),
    };
  }
  const shapes = shapesOf(className, config, inputs);
  const isFed = inputs.length === 0 && fed !== undefined && isKnown(fed);
  return isFed && !isKnown(shapes?.outputs[0] ?? unknownShape)
    ? { outputs: [fed] }
    : { outputs: shapes?.outputs ?? [], weights: shapes?.weights };
}

/**
 * Corrects indices of calls. Files count the construction of a nested model as a call, so
 * `["encoder", 1, 0]` can be its only call.
 */
function withOwnCalls(model: DeclaredModel): DeclaredModel {
  const references = [
    ...model.outputs,
    ...model.inputs,
    ...model.layers.flatMap(({ calls }) => calls.flat()),
  ];
  const counted = new Set(
    model.layers
      .filter(({ name, inner, calls }) => {
        const highest = Math.max(
          -1,
          ...references.filter(({ layer }) => layer === name).map(({ call }) => call),
        );
        return inner !== undefined && highest >= calls.length && calls.length > 0;
      })
      .map(({ name }) => name),
  );
  if (counted.size === 0) return model;
  const withOwnCall = (reference: Reference): Reference =>
    counted.has(reference.layer) ? { ...reference, call: reference.call - 1 } : reference;
  return {
    ...model,
    inputs: model.inputs.map(withOwnCall),
    outputs: model.outputs.map(withOwnCall),
    layers: model.layers.map((layer) => ({
      ...layer,
      calls: layer.calls.map((inputs) => inputs.map(withOwnCall)),
    })),
  };
}

/**
 * For each call the shapes of its outputs as far as its readers say them; as many as are read at
 * least.
 */
function outputsRead(model: DeclaredModel, calls: ReadonlyMap<string, Call>): Map<string, TensorShape[]> {
  const shapesByOutput = new Map<string, TensorShape[]>();
  for (const reference of [...calls.values()].flatMap(({ inputs }) => inputs).concat(model.outputs)) {
    const shapes = shapesByOutput.get(keyOf(reference)) ?? [];
    while (shapes.length <= reference.output) shapes.push(unknownShape);
    if (reference.shape) shapes[reference.output] = reference.shape;
    shapesByOutput.set(keyOf(reference), shapes);
  }
  return shapesByOutput;
}

function dtypeOf({ dtype }: Config): string {
  if (typeof dtype === 'string') return dtype;
  // Keras 3 writes a policy.
  const policy = (dtype as { config?: { name?: unknown } } | null | undefined)?.config?.name;
  return typeof policy === 'string' ? policy : 'float32';
}

/**
 * Returns the weights in the file, or otherwise the weights that the class creates from its
 * configuration.
 */
function weightsOf(
  { name, config }: DeclaredLayer,
  expected: readonly (readonly [name: string, shape: readonly number[], trainable?: false])[] = [],
  stored: StoredWeights,
): WeightDescription[] {
  const trainable = config['trainable'] !== false;
  const frozen = (weight: string) => /moving_(mean|variance)$/.test(weight);
  const listed = stored.get(name);
  if (listed) return listed.map((weight) => ({ ...weight, trainable: trainable && !frozen(weight.name) }));
  return expected.map(([weight, shape, isTrainable]) => ({
    name: weight,
    shape,
    trainable: trainable && isTrainable !== false,
  }));
}
