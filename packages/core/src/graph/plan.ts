import type { Tensor } from '@tensorflow/tfjs-core';
import { LayersModel, type SymbolicTensor, type layers } from '@tensorflow/tfjs-layers';

import { HelmholtzError } from '@helmholtz/base';
import {
  type Call,
  type ExecuteOptions,
  Execution,
  type Slot,
  type Step,
  type Substitute,
  dependents,
} from './execute.js';
import { nodeOf } from './node-of.js';
import { hasRole } from './roles.js';

type Layer = layers.Layer;

export type { Call, Slot, Substitute };

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
        const outputs = append(tensor.sourceLayer, inputs, node.outputTensors, path);
        node.outputTensors.forEach((output, index) => slots.set(output.id, outputs[index]!));
        return slots.get(tensor.id)!;
      };
      return fetches.map(visit);
    };

    const append = (layer: Layer, inputs: Slot[], tensors: SymbolicTensor[], path: string): Slot[] => {
      const name = path + layer.name;
      const call = (timesCalled.get(name) ?? 0) + 1;
      timesCalled.set(name, call);
      const id = call === 1 ? name : `${name}:${call}`;
      if (layer instanceof LayersModel) {
        const inner = new Map(layer.inputs.map((input, index) => [input.id, inputs[index]!]));
        return flatten(layer.outputs, inner, `${id}/`);
      }
      const outputs = tensors.map(() => slotCount++);
      const states = hasRole(layer, 'parameter');
      calls.push(
        states
          ? { id, layer, inputs: [], outputs, rows: tensors[0]!.shape[0] ?? undefined }
          : { id, layer, inputs, outputs },
      );
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
   *
   * @throws HelmholtzError (`graph`) where an input is needed that is not fed.
   */
  prepare(
    fed: readonly Slot[],
    fetched: readonly Slot[],
    { sampled = [], substitutes }: PrepareOptions = {},
  ): GraphFunction {
    const steps = this.stepsFor(fed, fetched, substitutes);
    const unfed = steps.find(isUnfed);
    if (unfed) {
      throw new HelmholtzError('graph', `The input "${unfed.id}" is needed but was not fed.`, {
        hint: `Feed "${unfed.id}" as well.`,
      });
    }
    const execution = new Execution(steps, fed, fetched, sampled);
    return (tensors, options) => execution.run(tensors, options);
  }

  /** What the tensors at `fetched` are computed from: which of `fed`, and which inputs of the graph beside them. */
  sources(
    fed: readonly Slot[],
    fetched: readonly Slot[],
    { substitutes }: PrepareOptions = {},
  ): { readonly used: readonly Slot[]; readonly missing: readonly Slot[] } {
    const steps = this.stepsFor(fed, fetched, substitutes);
    const read = new Set([...fetched, ...steps.flatMap(({ inputs }) => inputs)]);
    return {
      used: fed.filter((slot) => read.has(slot)),
      missing: steps.filter(isUnfed).flatMap(({ outputs }) => outputs),
    };
  }

  /** The calls that `fetched` is computed by, where `fed` is given. */
  callsTo(fed: readonly Slot[], fetched: readonly Slot[]): readonly Call[] {
    return this.stepsFor(fed, fetched, undefined);
  }

  /** The slots whose values follow from those of `slots`, these included. */
  reached(slots: readonly Slot[]): ReadonlySet<Slot> {
    return dependents(this.calls, slots);
  }

  /** What `fetched` is computed from beside `fed`, none of which `fed` has a part in. */
  frontier(fed: readonly Slot[], fetched: readonly Slot[]): readonly Slot[] {
    const reached = this.reached(fed);
    const steps = this.stepsFor(fed, fetched, undefined);
    const read = steps
      .filter(({ outputs }) => outputs.some((slot) => reached.has(slot)))
      .flatMap(({ inputs }) => inputs);
    return [...new Set(read)].filter((slot) => !reached.has(slot));
  }

  /** The calls on the way from `fed` to `fetched`, and the inputs that they need beside. */
  private stepsFor(
    fed: readonly Slot[],
    fetched: readonly Slot[],
    substitutes: PrepareOptions['substitutes'],
  ): Step[] {
    const needed = new Set(fetched);
    const isFed = new Set(fed);
    const steps: Step[] = [];
    const isComputed = (slot: Slot): boolean => needed.has(slot) && !isFed.has(slot);
    for (const call of [...this.calls].reverse()) {
      if (!call.outputs.some(isComputed)) continue;
      const substitute = substitutes?.get(call.outputs[0]!);
      const step = substitute
        ? { ...call, inputs: substitute.inputs, substitute }
        : hasRole(call.layer, 'kl')
          ? passingOn(call, isComputed)
          : call;
      steps.unshift(step);
      step.inputs.forEach((slot) => needed.add(slot));
    }
    return steps;
  }
}

export interface PrepareOptions {
  /** Of `fed`, what is fed with several values for each example. */
  readonly sampled?: readonly Slot[];
  /** Calls that are computed in another way, by their output; from what the graph computes before them. */
  readonly substitutes?: ReadonlyMap<Slot, Substitute>;
}

export type GraphFunction = (tensors: readonly Tensor[], options?: ExecuteOptions) => Tensor[];

/** An input layer's call has no inputs, and nothing that stands in for it. */
function isUnfed({ layer, inputs, substitute }: Step): boolean {
  return inputs.length === 0 && !substitute && !hasRole(layer, 'parameter');
}

/** A divergence computes nothing: each output takes the input in its place, and needs no other. */
function passingOn({ id, layer, inputs, outputs }: Call, isComputed: (slot: Slot) => boolean): Call {
  return {
    id,
    layer,
    inputs: inputs.filter((_, index) => index < outputs.length && isComputed(outputs[index]!)),
    outputs: outputs.filter(isComputed),
  };
}
