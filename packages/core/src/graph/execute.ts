import { itemAt } from '@helmholtz/base';
import { type Tensor, reshape, tile } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

import { callWithMasks } from './masked-call.js';
import { hasRole, passesThrough } from './roles.js';

/** Index of one tensor in the flattened graph. */
export type Slot = number;

/** One call of one layer that is not itself a model. */
export interface Call {
  /**
   * Stable, readable, unique id: `generative/hidden_1`, with `:2` for the second call of a shared
   * layer.
   */
  readonly id: string;
  readonly layer: layers.Layer;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  /** Length of the first axis of a parameter layer's output if it is not the batch size. */
  readonly rows?: number | undefined;
}

/** Replacement for the computation of a call's only output, from other slots. */
export interface Substitute {
  readonly inputs: readonly Slot[];
  compute(inputs: readonly Tensor[]): Tensor;
}

/** Call as it runs: by its layer or by a substitute. */
export type Step = Call & { readonly substitute?: Substitute };

export interface ExecuteOptions {
  readonly training?: boolean;
  /**
   * Number of values per example in the sampled slots: [samples * batch, ...], first sample first.
   * Fetched values that depend on them are [samples, batch, ...]. Without it they are [batch, ...].
   */
  readonly samples?: number | undefined;
}

/** Steps that compute the fetched slots, each run once, in topological order. */
export class Execution {
  /** Slots whose values differ between samples. */
  private readonly sampled: ReadonlySet<Slot>;
  /** The slots whose first axis is not that of the batch. */
  private readonly fixed: ReadonlySet<Slot>;

  constructor(
    private readonly steps: readonly Step[],
    private readonly fed: readonly Slot[],
    private readonly fetched: readonly Slot[],
    sampled: readonly Slot[],
  ) {
    this.sampled = dependents(steps, sampled);
    this.fixed = new Set(steps.flatMap(({ rows, outputs }) => (rows === undefined ? [] : outputs)));
  }

  run(tensors: readonly Tensor[], { training = false, samples }: ExecuteOptions = {}): Tensor[] {
    const values = new SlotValues(this.sampled, this.fixed, samples ?? 1);
    const masks = new SlotValues<Tensor | null>(this.sampled, this.fixed, samples ?? 1);
    this.fed.forEach((slot, index) => values.set(slot, itemAt(tensors, index)));
    const rows = this.rowsOf(tensors, samples);
    for (const step of this.steps) {
      // The objective computes the divergence from these inputs. Only `fit` collects it by
      // `addLoss`.
      if (passesThrough(step.layer)) {
        step.outputs.forEach((slot, index) => values.set(slot, values.get(itemAt(step.inputs, index))));
        continue;
      }
      if (hasRole(step.layer, 'parameter')) {
        values.set(itemAt(step.outputs, 0), step.layer.values(step.rows ?? rows));
        continue;
      }
      const perSample = step.outputs.some((slot) => this.sampled.has(slot));
      const inputs = step.inputs.map((slot) => values.get(slot, perSample));
      if (step.substitute) {
        values.set(itemAt(step.outputs, 0), step.substitute.compute(inputs));
        continue;
      }
      const inputMasks = step.inputs.map((slot) => masks.get(slot, perSample) ?? null);
      const results = callWithMasks(step.layer, inputs, inputMasks, training);
      step.outputs.forEach((slot, index) => {
        values.set(slot, itemAt(results.outputs, index));
        masks.set(slot, itemAt(results.masks, index));
      });
    }
    return this.fetched.map((slot) => this.fetch(slot, values.get(slot), samples));
  }

  /** Batch size; 1 if nothing is fed. */
  private rowsOf([first]: readonly Tensor[], samples = 1): number {
    if (!first) return 1;
    const rows = first.shape[0];
    return this.sampled.has(itemAt(this.fed, 0)) ? rows / samples : rows;
  }

  private fetch(slot: Slot, value: Tensor, samples: number | undefined): Tensor {
    if (samples === undefined || !this.sampled.has(slot)) return value;
    const [rows, ...event] = value.shape as [number, ...number[]];
    return reshape(value, [samples, rows / samples, ...event]);
  }
}

/**
 * Values of slots. A value that is the same for every sample is computed once per batch. It is
 * repeated only when it meets values that differ between samples.
 */
class SlotValues<Value extends Tensor | null = Tensor> {
  private readonly own = new Map<Slot, Value>();
  private readonly repeated = new Map<Slot, Value>();

  constructor(
    private readonly sampled: ReadonlySet<Slot>,
    private readonly fixed: ReadonlySet<Slot>,
    private readonly samples: number,
  ) {}

  /** Keeps the first value, so that a fed slot keeps its fed value. */
  set(slot: Slot, value: Value): void {
    if (!this.own.has(slot)) this.own.set(slot, value);
  }

  /** @param perSample whether the caller needs one value per sample. */
  get(slot: Slot, perSample = false): Value {
    const value = this.own.get(slot) as Value;
    if (!perSample || this.samples === 1 || value == null) return value;
    if (this.sampled.has(slot) || this.fixed.has(slot)) return value;
    let repeated = this.repeated.get(slot);
    if (!repeated) {
      const { shape } = value;
      repeated = tile(value, [this.samples, ...shape.slice(1).map(() => 1)]);
      this.repeated.set(slot, repeated);
    }
    return repeated;
  }
}

/** Returns the slots that depend on `slots`, including `slots` themselves. */
export function dependents(steps: readonly Step[], slots: readonly Slot[]): ReadonlySet<Slot> {
  const reached = new Set(slots);
  for (const { layer, inputs, outputs } of steps) {
    // Each output of a divergence layer depends only on the input of the same index.
    const passesOn = hasRole(layer, 'kl');
    const follows = inputs.some((slot) => reached.has(slot));
    outputs.forEach((slot, index) => {
      if (passesOn ? reached.has(itemAt(inputs, index)) : follows) reached.add(slot);
    });
  }
  return reached;
}
