import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { type Feed, checkFeeds } from './feeds.js';
import type { GraphFunction, GraphPlan, Slot } from './plan.js';

/** Tensors [batch, ...shape] by the name of the variable that they are values of. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** A variable whose values may be given. */
export interface Source extends Feed {
  readonly slot: Slot;
}

/**
 * A part of a graph as a function of named variables: the parameters of p(x given z), or of p(z1 given z2). What it
 * depends on is found once; what else is given to it is left unread.
 */
export class Conditional {
  /** What it depends on. */
  readonly needed: readonly Source[];
  private readonly compute: GraphFunction;

  /**
   * @param name what an error calls it, such as `p(x given z)`.
   * @throws HelmholtzError (`graph`) where it depends on more than `sources`.
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
      const inputs = plan.calls.filter(({ outputs }) => missing.includes(outputs[0]!)).map(({ id }) => id);
      throw new HelmholtzError('graph', `${name} depends on ${inputs.join(', ')}, which can't be given.`, {
        hint: 'Noise reaches it beside the latents: pass what becomes of it through a latent layer, latent({ variable }).',
      });
    }
    this.needed = sources.filter(({ slot }) => used.includes(slot));
    this.compute = plan.prepare(
      this.needed.map(({ slot }) => slot),
      fetched,
    );
  }

  /** @throws HelmholtzError (`data`) that names what is missing, or does not fit. */
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
