import type { Tensor } from '@tensorflow/tfjs-core';
import { LayersModel, type SymbolicTensor, type layers } from '@tensorflow/tfjs-layers';

import { HelmholtzError, itemAt, entryOf } from '@helmholtz/base';
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
import { hasRole, passesThrough } from './roles.js';

type Layer = layers.Layer;

export type { Call, Slot, Substitute };

/**
 * Layers graph flattened into calls in topological order. Each call runs once.
 *
 * TensorFlow.js runs a layer, or a whole nested model, again for each output that is consumed. Here
 * nested models are opened, so that tensors inside them can be read and fed.
 *
 * @example
 * ```ts
 * import { GraphPlan } from '@helmholtz/core';
 * import { ones } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const dense = (units: number) =>
 *   layers.dense({ units, kernelInitializer: 'ones', inputShape: [3] });
 * const plan = new GraphPlan(sequential({ layers: [dense(2), dense(1)] }));
 * const hidden = plan.calls[1]!.outputs;
 * console.log(plan.prepare(plan.inputs, hidden)([ones([1, 3])])[0]?.arraySync()); // [ [ 3, 3 ] ]
 * console.log(plan.prepare(hidden, plan.outputs)([ones([1, 2])])[0]?.arraySync()); // [ [ 2 ] ]
 * ```
 */
export class GraphPlan {
  readonly calls: readonly Call[];
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];

  constructor(model: LayersModel) {
    const calls: Call[] = [];
    const timesCalled = new Map<string, number>();
    let slotCount = 0;

    /**
     * Appends the calls that compute `fetches`. `slots` maps the known symbolic tensors of this
     * level.
     */
    const flatten = (fetches: readonly SymbolicTensor[], slots: Map<number, Slot>, path: string): Slot[] => {
      const visit = (tensor: SymbolicTensor): Slot => {
        const knownSlot = slots.get(tensor.id);
        if (knownSlot !== undefined) return knownSlot;
        const node = nodeOf(tensor);
        const inputs = node.inputTensors.filter((input) => input !== tensor).map(visit);
        const outputs = append(tensor.sourceLayer, inputs, node.outputTensors, path);
        node.outputTensors.forEach((output, index) => slots.set(output.id, itemAt(outputs, index)));
        return entryOf(slots, tensor.id);
      };
      return fetches.map(visit);
    };

    const append = (layer: Layer, inputs: Slot[], tensors: SymbolicTensor[], path: string): Slot[] => {
      const name = path + layer.name;
      const call = (timesCalled.get(name) ?? 0) + 1;
      timesCalled.set(name, call);
      const id = call === 1 ? name : `${name}:${call}`;
      if (layer instanceof LayersModel) {
        const inner = new Map(layer.inputs.map((input, index) => [input.id, itemAt(inputs, index)]));
        return flatten(layer.outputs, inner, `${id}/`);
      }
      const outputs = tensors.map(() => slotCount++);
      const states = hasRole(layer, 'parameter');
      calls.push(
        states
          ? { id, layer, inputs: [], outputs, rows: itemAt(tensors, 0).shape[0] ?? undefined }
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
   * Returns a function from the tensors at `fed` to the tensors at `fetched`. It runs each call
   * once.
   *
   * Any slot may be fed, also in the middle of the graph. Feeding a latent's slot decodes it.
   *
   * @throws HelmholtzError (`graph`) if a required input is not fed.
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

  /** Returns the sources of `fetched`: which of `fed`, and which other inputs of the graph. */
  sources(
    fed: readonly Slot[],
    fetched: readonly Slot[],
    { substitutes }: PrepareOptions = {},
  ): { readonly used: readonly Slot[]; readonly missing: readonly Slot[] } {
    const steps = this.stepsFor(fed, fetched, substitutes);
    const slotsRead = new Set([...fetched, ...steps.flatMap(({ inputs }) => inputs)]);
    return {
      used: fed.filter((slot) => slotsRead.has(slot)),
      missing: steps.filter(isUnfed).flatMap(({ outputs }) => outputs),
    };
  }

  /** Returns the calls that compute `fetched` from `fed`. */
  callsTo(fed: readonly Slot[], fetched: readonly Slot[]): readonly Call[] {
    return this.stepsFor(fed, fetched, undefined);
  }

  /** Returns the slots that depend on `slots`, including `slots` themselves. */
  reached(slots: readonly Slot[]): ReadonlySet<Slot> {
    return dependents(this.calls, slots);
  }

  /**
   * Returns the slots that `fetched` is computed from besides `fed`, and that do not depend on
   * `fed`.
   */
  frontier(fed: readonly Slot[], fetched: readonly Slot[]): readonly Slot[] {
    const reached = this.reached(fed);
    const steps = this.stepsFor(fed, fetched, undefined);
    const slotsRead = steps
      .filter(({ outputs }) => outputs.some((slot) => reached.has(slot)))
      .flatMap(({ inputs }) => inputs);
    return [...new Set(slotsRead)].filter((slot) => !reached.has(slot));
  }

  /**
   * Returns the calls that compute `fetched` from `fed`, and the input calls that they need
   * besides.
   */
  private stepsFor(
    fed: readonly Slot[],
    fetched: readonly Slot[],
    substitutes: PrepareOptions['substitutes'],
  ): Step[] {
    const neededSlots = new Set(fetched);
    const isFed = new Set(fed);
    const steps: Step[] = [];
    const isComputed = (slot: Slot): boolean => neededSlots.has(slot) && !isFed.has(slot);
    for (const call of [...this.calls].reverse()) {
      if (!call.outputs.some(isComputed)) continue;
      const substitute = substitutes?.get(itemAt(call.outputs, 0));
      const step = substitute
        ? { ...call, inputs: substitute.inputs, substitute }
        : passesThrough(call.layer)
          ? passingOn(call, isComputed)
          : call;
      steps.unshift(step);
      step.inputs.forEach((slot) => neededSlots.add(slot));
    }
    return steps;
  }
}

export interface PrepareOptions {
  /** Slots of `fed` with several values per example. */
  readonly sampled?: readonly Slot[];
  /** Replacements by the call's output slot. They may read slots computed before the call. */
  readonly substitutes?: ReadonlyMap<Slot, Substitute>;
}

export type GraphFunction = (tensors: readonly Tensor[], options?: ExecuteOptions) => Tensor[];

/** An input layer's call has no inputs. */
function isUnfed({ layer, inputs, substitute }: Step): boolean {
  return inputs.length === 0 && !substitute && !hasRole(layer, 'parameter');
}

/** A divergence layer computes nothing: each output needs only the input of the same index. */
function passingOn({ id, layer, inputs, outputs }: Call, isComputed: (slot: Slot) => boolean): Call {
  return {
    id,
    layer,
    inputs: inputs.filter((_, index) => index < outputs.length && isComputed(itemAt(outputs, index))),
    outputs: outputs.filter(isComputed),
  };
}
