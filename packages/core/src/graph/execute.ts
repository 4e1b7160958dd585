import { type Tensor, reshape, tile } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

import { hasRole } from './roles.js';

/** A place for one tensor of the flattened graph. */
export type Slot = number;

/** One call of one layer that is not itself a model. */
export interface Call {
  /** Stable, readable and unique: `generative/hidden_1`, with `:2` for the second call of a shared layer. */
  readonly id: string;
  readonly layer: layers.Layer;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  /** The first axis of what a parameter layer states, where it is not that of the batch. */
  readonly rows?: number | undefined;
}

/** Another way to compute the one output of a call, from other slots. */
export interface Substitute {
  readonly inputs: readonly Slot[];
  compute(inputs: readonly Tensor[]): Tensor;
}

/** A call as it is run: by its layer, or by what stands in for it. */
export type Step = Call & { readonly substitute?: Substitute };

export interface ExecuteOptions {
  readonly training?: boolean;
  /**
   * How many values for each example the sampled slots have, [samples * batch, ...], those of the first sample first.
   * What depends on them is fetched as [samples, batch, ...]; without it, as [batch, ...].
   */
  readonly samples?: number | undefined;
}

/** The steps on the way to what is fetched, each run once, in order. */
export class Execution {
  /** The slots whose values differ from sample to sample. */
  private readonly sampled: ReadonlySet<Slot>;

  constructor(
    private readonly steps: readonly Step[],
    private readonly fed: readonly Slot[],
    private readonly fetched: readonly Slot[],
    sampled: readonly Slot[],
  ) {
    this.sampled = dependents(steps, sampled);
  }

  run(tensors: readonly Tensor[], { training = false, samples }: ExecuteOptions = {}): Tensor[] {
    const values = new SlotValues(this.sampled, samples ?? 1);
    const masks = new SlotValues<Tensor | null>(this.sampled, samples ?? 1);
    this.fed.forEach((slot, index) => values.set(slot, tensors[index]!));
    const rows = this.rowsOf(tensors, samples);
    for (const step of this.steps) {
      // A divergence is read off its inputs by the objective, not collected through `addLoss` as under `fit`.
      if (hasRole(step.layer, 'kl')) {
        step.outputs.forEach((slot, index) => values.set(slot, values.get(step.inputs[index]!)));
        continue;
      }
      if (hasRole(step.layer, 'parameter')) {
        values.set(step.outputs[0]!, step.layer.values(step.rows ?? rows));
        continue;
      }
      const perSample = step.outputs.some((slot) => this.sampled.has(slot));
      const inputs = step.inputs.map((slot) => values.get(slot, perSample));
      if (step.substitute) {
        values.set(step.outputs[0]!, step.substitute.compute(inputs));
        continue;
      }
      const { layer } = step;
      const inputMasks = step.inputs.map((slot) => masks.get(slot, perSample) ?? null);
      const masked = inputMasks.some((mask) => mask !== null);
      const options = masked ? { training, mask: single(inputMasks) } : { training };
      const outputs = toList(layer.apply(single(inputs), options) as Tensor | Tensor[]);
      const outputMasks = layer.supportsMasking
        ? toList(layer.computeMask(single(inputs), single(inputMasks) as Tensor))
        : [];
      step.outputs.forEach((slot, index) => {
        values.set(slot, outputs[index]!);
        masks.set(slot, outputMasks[index] ?? null);
      });
    }
    return this.fetched.map((slot) => this.fetch(slot, values.get(slot), samples));
  }

  /** The examples of the batch; one where nothing is fed. */
  private rowsOf([first]: readonly Tensor[], samples = 1): number {
    if (!first) return 1;
    const rows = first.shape[0];
    return this.sampled.has(this.fed[0]!) ? rows / samples : rows;
  }

  private fetch(slot: Slot, value: Tensor, samples: number | undefined): Tensor {
    if (samples === undefined || !this.sampled.has(slot)) return value;
    const [rows, ...event] = value.shape as [number, ...number[]];
    return reshape(value, [samples, rows / samples, ...event]);
  }
}

/**
 * What the slots hold. A value that is the same for every sample is computed once for the batch, and repeated only
 * where it meets values that are not.
 */
class SlotValues<Value extends Tensor | null = Tensor> {
  private readonly own = new Map<Slot, Value>();
  private readonly repeated = new Map<Slot, Value>();

  constructor(
    private readonly sampled: ReadonlySet<Slot>,
    private readonly samples: number,
  ) {}

  /** Slots that were fed keep what they were fed with. */
  set(slot: Slot, value: Value): void {
    if (!this.own.has(slot)) this.own.set(slot, value);
  }

  /** @param perSample whether every sample needs a value of its own. */
  get(slot: Slot, perSample = false): Value {
    const value = this.own.get(slot) as Value;
    if (!perSample || this.samples === 1 || this.sampled.has(slot) || value == null) return value;
    let repeated = this.repeated.get(slot);
    if (!repeated) {
      const { shape } = value;
      repeated = tile(value, [this.samples, ...shape.slice(1).map(() => 1)]);
      this.repeated.set(slot, repeated);
    }
    return repeated;
  }
}

/** The slots whose values follow from those of `slots`, these included. */
export function dependents(steps: readonly Step[], slots: readonly Slot[]): ReadonlySet<Slot> {
  const reached = new Set(slots);
  for (const { layer, inputs, outputs } of steps) {
    // A divergence passes its inputs on one by one.
    const passesOn = hasRole(layer, 'kl');
    const follows = inputs.some((slot) => reached.has(slot));
    outputs.forEach((slot, index) => {
      if (passesOn ? reached.has(inputs[index]!) : follows) reached.add(slot);
    });
  }
  return reached;
}

function toList<Value>(value: Value | Value[] | null | undefined): Value[] {
  return Array.isArray(value) ? value : value == null ? [] : [value];
}

function single<Value>(values: Value[]): Value | Value[] {
  return values.length === 1 ? values[0]! : values;
}
