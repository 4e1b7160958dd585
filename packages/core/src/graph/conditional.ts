import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { type Feed, checkFeeds } from './feeds.js';
import type { GraphFunction, GraphPlan, Slot } from './plan.js';

/** Tensors [batch, ...shape] by the names of their variables. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** Variable whose values a caller may give. */
export interface Source extends Feed {
  readonly slot: Slot;
}

/**
 * Part of a graph as a function of named variables, such as the parameters of p(x given z). Values
 * of variables that it does not depend on are ignored.
 */
export class Conditional {
  /** Variables that it depends on. */
  readonly needed: readonly Source[];
  private readonly compute: GraphFunction;

  /**
   * @param name name for error messages, such as `p(x given z)`.
   * @throws HelmholtzError (`graph`) if it depends on inputs other than `sources`.
   */
  constructor(
    plan: GraphPlan,
    private readonly name: string,
    sources: readonly Source[],
    fetched: readonly Slot[],
  ) {
    const slots = sources.map(({ slot }) => slot);
    const { used, missing } = plan.sources(slots, fetched);
    if (missing.length > 0) {
      const inputs = plan.calls
        .filter(({ outputs }) => missing.includes(itemAt(outputs, 0)))
        .map(({ id }) => id);
      throw new HelmholtzError('graph', `${name} depends on ${inputs.join(', ')}, which can't be given.`, {
        hint: 'It depends on noise directly. Name the tensor that this noise becomes: latent({ variable }).apply(tensor).',
      });
    }
    this.needed = sources.filter(({ slot }) => used.includes(slot));
    this.compute = plan.prepare(
      this.needed.map(({ slot }) => slot),
      fetched,
    );
  }

  /**
   * Computes the fetched tensors.
   *
   * @throws HelmholtzError (`data`) if a value is missing or has another shape.
   */
  evaluate(given: NamedTensors): Tensor[] {
    const tensors = this.needed.map(({ name }) => {
      if (Object.hasOwn(given, name)) return given[name]!;
      throw new HelmholtzError('data', `${this.name} depends on "${name}", which was not given.`, {
        hint: `It depends on: ${this.needed.map((source) => source.name).join(', ')}. Given: ${Object.keys(given).join(', ') || 'nothing'}.`,
      });
    });
    checkFeeds(this.needed, tensors);
    return this.compute(tensors);
  }
}
