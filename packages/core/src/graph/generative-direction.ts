import type { Distribution } from '@helmholtz/distributions';
import { HelmholtzError, itemAt } from '@helmholtz/base';
import { Conditional, type NamedTensors, type Source } from './conditional.js';
import type { GraphPlan, Slot } from './plan.js';
import type { InputVariable, LatentDivergence, LatentVariable, ObservedVariable } from './variables.js';

/**
 * Generative direction of a graph, p(z) p(x given z): a function of latents and inputs, without
 * noise.
 */
export class GenerativeDirection {
  /** Prepared on first use: a graph that can't be decoded may still be trained. */
  private readonly conditionals = new Map<LatentVariable | 'likelihoods', Conditional>();

  constructor(
    private readonly plan: GraphPlan,
    private readonly latents: readonly LatentVariable[],
    private readonly observed: readonly ObservedVariable[],
    private readonly inputs: readonly InputVariable[],
  ) {}

  /** Returns p(x given z) of each observed variable. */
  likelihoods(given: NamedTensors): Distribution[] {
    const unnamed = this.latents.find(({ value }) => value === undefined);
    if (unnamed) {
      throw new HelmholtzError(
        'graph',
        `The value of the latent "${unnamed.name}" is not named in the graph.`,
        {
          hint: 'Pass it through a latent layer: latent({ variable }).apply(z).',
        },
      );
    }
    const slots = this.observed.map((variable) => variable.parameters);
    const names = [this.observed, this.latents].map((variables) =>
      variables.map(({ name }) => name).join(', '),
    );
    const conditional = this.conditional('likelihoods', `p(${names.join(' given ')})`, slots);
    const parameters = conditional.evaluate(given);
    return this.observed.map(({ likelihood }, index) => likelihood.distribution(itemAt(parameters, index)));
  }

  /** Returns the prior of a latent given the latents and inputs that it depends on. */
  prior(latent: LatentVariable, given: NamedTensors): Distribution {
    return divergenceOf(latent).layer.prior(this.conditionalPrior(latent).evaluate(given));
  }

  /**
   * Latents in ancestral order: each after the latents that its prior depends on. Latents without a
   * prior come first.
   */
  get ancestralOrder(): readonly LatentVariable[] {
    const ordered = this.latents.filter(({ divergence }) => !divergence);
    for (let waiting = this.latents.filter(({ divergence }) => divergence); waiting.length > 0;) {
      const names = new Set(waiting.map(({ name }) => name));
      const next = waiting.find((latent) =>
        this.conditionalPrior(latent).needed.every(({ name }) => !names.has(name)),
      );
      if (!next) {
        throw new HelmholtzError('graph', `The prior of "${itemAt(waiting, 0).name}" depends on itself.`, {
          hint: 'A prior is constant, or computed from latents that do not depend on it.',
        });
      }
      ordered.push(next);
      waiting = waiting.filter((latent) => latent !== next);
    }
    return ordered;
  }

  private conditionalPrior(latent: LatentVariable): Conditional {
    return this.conditional(latent, `The prior of "${latent.name}"`, divergenceOf(latent).priorParameters);
  }

  private conditional(
    key: LatentVariable | 'likelihoods',
    name: string,
    fetched: readonly Slot[],
  ): Conditional {
    let conditional = this.conditionals.get(key);
    if (!conditional) {
      conditional = new Conditional(this.plan, name, this.sources, fetched);
      this.conditionals.set(key, conditional);
    }
    return conditional;
  }

  /** Variables whose values may be given: inputs, and latents that a latent layer names. */
  private get sources(): Source[] {
    const latents = this.latents.flatMap(({ name, shape, value }) =>
      value === undefined ? [] : [{ name, shape, slot: value }],
    );
    return [...latents, ...this.inputs];
  }
}

function divergenceOf({ name, divergence }: LatentVariable): LatentDivergence {
  if (divergence) return divergence;
  throw new HelmholtzError('graph', `The latent "${name}" has no prior.`, {
    hint: 'Give its value, or give it a posterior and a prior: klDivergenceLayer({ variable }).',
  });
}
