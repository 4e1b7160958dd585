import { itemAt } from '@helmholtz/base';
import { type Tensor, reshape } from '@tensorflow/tfjs-core';

import type { ExecuteOptions } from './execute.js';
import type { GraphFunction, GraphPlan, Slot } from './plan.js';

/** Values of the slots that do not depend on the changed inputs. */
export type SharedValues = ReadonlyMap<Slot, Tensor>;

/**
 * Graph split by dependence on some inputs. Layers that depend on these inputs run for each of
 * their values. All other layers run once.
 */
export class ChangedInputs {
  /** Fetched slots that depend on the changed inputs. */
  private readonly dependent: readonly Slot[];
  /** Slots that the dependent layers read besides the changed inputs. */
  private readonly frontier: readonly Slot[];
  /** Slots that do not depend on the changed inputs: the frontier and the other fetched slots. */
  private readonly independent: readonly Slot[];
  /** Slots whose values differ between samples. */
  private readonly sampled: ReadonlySet<Slot>;
  private readonly computeIndependent: GraphFunction;
  private readonly computeDependent: GraphFunction;

  /** @param slots `given` inputs keep their values, `changed` inputs get new ones. */
  constructor(
    plan: GraphPlan,
    private readonly slots: Readonly<Record<'given' | 'changed' | 'noise' | 'fetched', readonly Slot[]>>,
  ) {
    const { given, changed, noise, fetched } = slots;
    this.sampled = plan.reached(noise);
    const reached = plan.reached(changed);
    const uniqueFetched = [...new Set(fetched)];
    this.dependent = uniqueFetched.filter((slot) => reached.has(slot));
    this.frontier = plan.frontier(changed, this.dependent);
    this.independent = [
      ...new Set([...this.frontier, ...uniqueFetched.filter((slot) => !reached.has(slot))]),
    ];
    this.computeIndependent = plan.prepare([...given, ...noise], this.independent, { sampled: noise });
    const fed = [...changed, ...this.frontier];
    this.computeDependent = plan.prepare(fed, this.dependent, {
      sampled: fed.filter((slot) => this.sampled.has(slot)),
    });
  }

  /**
   * Computes everything that the changed inputs do not affect.
   *
   * @param tensors values of the given inputs, then of the noise.
   */
  shared(tensors: readonly Tensor[], options: ExecuteOptions): SharedValues {
    return zip(this.independent, this.computeIndependent(tensors, options));
  }

  /** Returns the values of the fetched slots, in order. */
  fetch(changed: readonly Tensor[], shared: SharedValues, options: ExecuteOptions): Tensor[] {
    const frontier = this.frontier.map((slot) => this.rows(slot, valueAt(shared, slot), options));
    const dependent = zip(this.dependent, this.computeDependent([...changed, ...frontier], options));
    return this.slots.fetched.map((slot) => dependent.get(slot) ?? valueAt(shared, slot));
  }

  /** Merges the axes of samples and batch, as the graph expects its inputs. */
  private rows(slot: Slot, value: Tensor, { samples }: ExecuteOptions): Tensor {
    if (samples === undefined || !this.sampled.has(slot)) return value;
    return reshape(value, [-1, ...value.shape.slice(2)]);
  }
}

function valueAt(values: SharedValues, slot: Slot): Tensor {
  const value = values.get(slot);
  if (value) return value;
  throw new Error(`The slot ${slot} was not computed.`);
}

function zip(slots: readonly Slot[], tensors: readonly Tensor[]): Map<Slot, Tensor> {
  return new Map(slots.map((slot, index) => [slot, itemAt(tensors, index)]));
}
