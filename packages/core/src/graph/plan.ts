import type { Tensor } from '@tensorflow/tfjs-core';
import { LayersModel, type SymbolicTensor, type layers } from '@tensorflow/tfjs-layers';

import { HelmholtzError } from '../errors.js';
import { hasRole } from './roles.js';

type Layer = layers.Layer;

/** A place for one tensor of the flattened graph. */
export type Slot = number;

/** One call of one layer that is not itself a model. */
export interface Call {
  /** Stable, readable and unique: `generative/hidden_1`, with `:2` for the second call of a shared layer. */
  readonly id: string;
  readonly layer: Layer;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
}

/**
 * A layers graph flattened into calls, each of which is run once, in topological order.
 *
 * TensorFlow.js runs a layer, or a whole nested model, again for each of its outputs that is consumed; here a call is
 * the unit, and nested models are opened so that what happens inside them can be seen and fed.
 */
export class GraphPlan {
  readonly calls: readonly Call[];
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];

  constructor(model: LayersModel) {
    const calls: Call[] = [];
    const timesCalled = new Map<string, number>();
    let slotCount = 0;

    /** Appends the calls that compute `fetches`; `slots` maps the symbolic tensors of this level that are known. */
    const flatten = (fetches: readonly SymbolicTensor[], slots: Map<number, Slot>, path: string): Slot[] => {
      const visit = (tensor: SymbolicTensor): Slot => {
        const known = slots.get(tensor.id);
        if (known !== undefined) return known;
        const node = nodeOf(tensor);
        const inputs = node.inputTensors.filter((input) => input !== tensor).map(visit);
        const outputs = append(tensor.sourceLayer, inputs, node.outputTensors.length, path);
        node.outputTensors.forEach((output, index) => slots.set(output.id, outputs[index]!));
        return slots.get(tensor.id)!;
      };
      return fetches.map(visit);
    };

    const append = (layer: Layer, inputs: Slot[], outputCount: number, path: string): Slot[] => {
      const name = path + layer.name;
      const call = (timesCalled.get(name) ?? 0) + 1;
      timesCalled.set(name, call);
      const id = call === 1 ? name : `${name}:${call}`;
      if (layer instanceof LayersModel) {
        const inner = new Map(layer.inputs.map((input, index) => [input.id, inputs[index]!]));
        return flatten(layer.outputs, inner, `${id}/`);
      }
      const outputs = Array.from({ length: outputCount }, () => slotCount++);
      calls.push({ id, layer, inputs, outputs });
      return outputs;
    };

    const top = new Map<number, Slot>();
    this.inputs = flatten(model.inputs, top, '');
    this.outputs = flatten(model.outputs, top, '');
    this.calls = calls;
  }

  /**
   * A function from the tensors at `fed` to the tensors at `fetched` that runs each call they need once.
   *
   * Any slot may be fed, also one in the middle of the graph: feeding a latent's slot decodes it.
   */
  prepare(fed: readonly Slot[], fetched: readonly Slot[]): GraphFunction {
    const calls = this.callsFor(fed, fetched);
    const unfed = calls.find((call) => call.inputs.length === 0);
    if (unfed) {
      throw new HelmholtzError('graph', `The input "${unfed.id}" is needed but was not fed.`, {
        hint: `Feed "${unfed.id}" as well.`,
      });
    }
    return (tensors, options = {}) => run(calls, fed, tensors, fetched, options.training ?? false);
  }

  /** Whether the tensors at `fetched` follow from those at `fed` alone. */
  computes(fed: readonly Slot[], fetched: readonly Slot[]): boolean {
    return this.callsFor(fed, fetched).every((call) => call.inputs.length > 0);
  }

  /** The calls on the way from `fed` to `fetched`, and the inputs that they need beside. */
  private callsFor(fed: readonly Slot[], fetched: readonly Slot[]): Call[] {
    const needed = new Set(fetched);
    const isFed = new Set(fed);
    const calls: Call[] = [];
    for (const call of [...this.calls].reverse()) {
      if (!call.outputs.some((slot) => needed.has(slot) && !isFed.has(slot))) continue;
      calls.unshift(call);
      call.inputs.forEach((slot) => needed.add(slot));
    }
    return calls;
  }
}

export type GraphFunction = (tensors: readonly Tensor[], options?: { training?: boolean }) => Tensor[];

function run(
  calls: readonly Call[],
  fed: readonly Slot[],
  tensors: readonly Tensor[],
  fetched: readonly Slot[],
  training: boolean,
): Tensor[] {
  const values = new Map<Slot, Tensor>(fed.map((slot, index) => [slot, tensors[index]!]));
  const masks = new Map<Slot, Tensor | null>();
  for (const call of calls) {
    const inputs = call.inputs.map((slot) => values.get(slot)!);
    const inputMasks = call.inputs.map((slot) => masks.get(slot) ?? null);
    const masked = inputMasks.some((mask) => mask !== null);
    const options = masked ? { training, mask: single(inputMasks) } : { training };
    // A divergence is read off its inputs by the objective, not collected through `addLoss` as under `fit`.
    const outputs = hasRole(call.layer, 'kl')
      ? inputs.slice(0, call.outputs.length)
      : toList(call.layer.apply(single(inputs), options) as Tensor | Tensor[]);
    const outputMasks = call.layer.supportsMasking
      ? toList(call.layer.computeMask(single(inputs), single(inputMasks) as Tensor))
      : [];
    call.outputs.forEach((slot, index) => {
      // Outputs that were fed keep what they were fed with.
      if (!values.has(slot)) values.set(slot, outputs[index]!);
      masks.set(slot, outputMasks[index] ?? null);
    });
  }
  return fetched.map((slot) => values.get(slot)!);
}

/** The call that a symbolic tensor comes from. */
export function nodeOf(tensor: SymbolicTensor): Layer['inboundNodes'][number] {
  return tensor.sourceLayer.inboundNodes[tensor.nodeIndex]!;
}

function toList<Value>(value: Value | Value[] | null | undefined): Value[] {
  return Array.isArray(value) ? value : value == null ? [] : [value];
}

function single<Value>(values: Value[]): Value | Value[] {
  return values.length === 1 ? values[0]! : values;
}
