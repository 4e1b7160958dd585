import { entryOf, itemAt } from '@helmholtz/base';
import { type Tensor, reshape } from '@tensorflow/tfjs-core';

import { stopGradient } from '@helmholtz/distributions';
import type { ExecuteOptions } from './execute.js';
import { PathGradient } from './path-gradient.js';
import type { GraphFunction, GraphPlan, Slot } from './plan.js';
import type { HeldPosterior } from './terms.js';
import type { LatentDivergence, LatentVariable } from './variables.js';

interface PathwiseTensors {
  /** Values of the fetched slots, in order. */
  readonly fetched: readonly Tensor[];
  readonly path: PathGradient;
  /** For each latent; undefined if no other latent determines its posterior. */
  readonly held: readonly (HeldPosterior | undefined)[];
}

interface DrawnLatent {
  readonly value: Slot;
  readonly divergence: LatentDivergence;
}

/**
 * Graph in two parts: latents are drawn from data and noise, and everything else is a function of
 * their values. A `PathGradient` connects the two parts.
 *
 * No gradient passes through the parameters of a posterior that depends on no latent. In a
 * hierarchy, other latents determine a posterior's parameters. These parameters are computed a
 * second time with constant values of all latents. Their gradient by the weights is the score,
 * which is subtracted. The rest of the gradient flows to the latents above, as part of the path.
 * This is the estimator of Tucker et al. 2019, section 3, with all latents as one z.
 */
export class PathwiseExecution {
  private readonly drawn: readonly (DrawnLatent | undefined)[];
  private readonly values: readonly Slot[];
  private readonly posteriors: ReadonlySet<Slot>;
  /** Slots whose values differ between samples. */
  private readonly sampled: ReadonlySet<Slot>;
  /** Fetched slots that depend on latents. */
  private readonly dependent: readonly Slot[];
  private readonly dependentPosteriors: readonly Slot[];
  /** Slots computed together with the latents' values: all that do not depend on latents. */
  private readonly independent: readonly Slot[];
  /** Independent slots that the dependent layers read. */
  private readonly frontier: readonly Slot[];
  private readonly draw: GraphFunction;
  private readonly computeDependent: GraphFunction;
  private readonly score: GraphFunction;

  constructor(
    plan: GraphPlan,
    private readonly slots: Readonly<Record<'inputs' | 'noise' | 'fetched', readonly Slot[]>>,
    latents: readonly LatentVariable[],
  ) {
    const { inputs, noise, fetched } = slots;
    this.drawn = latents.map(({ value, divergence }) =>
      value === undefined || !divergence ? undefined : { value, divergence },
    );
    const drawnLatents = this.drawn.filter((latent) => latent !== undefined);
    this.values = drawnLatents.map(({ value }) => value);
    this.posteriors = new Set(drawnLatents.flatMap(({ divergence }) => divergence.posteriorParameters));
    this.sampled = plan.reached(noise);
    const reached = plan.reached(this.values);
    const slotsToCompute = [...new Set(fetched)].filter((slot) => !this.values.includes(slot));
    this.dependent = slotsToCompute.filter((slot) => reached.has(slot));
    this.dependentPosteriors = this.dependent.filter((slot) => this.posteriors.has(slot));
    this.frontier = plan.frontier(this.values, this.dependent);
    this.independent = [...this.frontier, ...slotsToCompute.filter((slot) => !reached.has(slot))];
    const fed = [...this.values, ...this.frontier];
    const sampled = fed.filter((slot) => this.sampled.has(slot));
    this.draw = plan.prepare([...inputs, ...noise], [...this.values, ...this.independent], {
      sampled: noise,
    });
    this.computeDependent = plan.prepare(fed, this.dependent, { sampled });
    this.score = plan.prepare(fed, this.dependentPosteriors, { sampled });
  }

  /** @param tensors values of data and noise, as for the graph itself. */
  run(tensors: readonly Tensor[], options: ExecuteOptions): PathwiseTensors {
    const tensorOfSlot = zip([...this.values, ...this.independent], this.draw(tensors, options));
    const rows = (slot: Slot, tensor: Tensor): Tensor =>
      options.samples !== undefined && this.sampled.has(slot)
        ? reshape(tensor, [-1, ...tensor.shape.slice(2)])
        : tensor;
    const frontier = this.frontier.map((slot) => rows(slot, entryOf(tensorOfSlot, slot)));

    const path = new PathGradient();
    const values = this.values.map((slot) => {
      const value = rows(slot, entryOf(tensorOfSlot, slot));
      return this.sampled.has(slot) ? path.through(value) : value;
    });
    const dependent = zip(this.dependent, this.computeDependent([...values, ...frontier], options));
    const at = new Map(tensorOfSlot);
    for (const slot of this.posteriors) if (at.has(slot)) at.set(slot, stopGradient(entryOf(at, slot)));
    this.values.forEach((slot, index) =>
      at.set(slot, reshape(itemAt(values, index), entryOf(tensorOfSlot, slot).shape)),
    );
    for (const [slot, tensor] of dependent) at.set(slot, tensor);

    const heldValues = zip(
      this.values,
      this.values.map((slot) => stopGradient(entryOf(tensorOfSlot, slot))),
    );
    const heldRows = this.values.map((slot) => rows(slot, entryOf(heldValues, slot)));
    const scored = zip(this.dependentPosteriors, this.score([...heldRows, ...frontier], options));
    return {
      fetched: this.slots.fetched.map((slot) => entryOf(at, slot)),
      path,
      held: this.drawn.map((latent) => {
        const parameters = latent?.divergence.posteriorParameters;
        if (!parameters?.some((slot) => scored.has(slot))) return undefined;
        return {
          posterior: latent!.divergence.layer.posterior(
            parameters.map((slot) => (scored.get(slot) ?? at.get(slot))!),
          ),
          value: entryOf(heldValues, latent!.value),
        };
      }),
    };
  }
}

function zip(slots: readonly Slot[], tensors: readonly Tensor[]): Map<Slot, Tensor> {
  return new Map(slots.map((slot, index) => [slot, itemAt(tensors, index)]));
}
