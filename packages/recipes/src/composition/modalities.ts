import { HelmholtzError, entryOf, itemAt, nearest } from '@helmholtz/base';
import { allowingMissing, isWithin, type Likelihood, oneHotVectors, type RecipeParts } from '@helmholtz/core';
import { ModalityPresent } from '@helmholtz/layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import type { ComposedExpert, ComposedInput, Composition } from './composition.js';

/**
 * Modalities of a composition: observed variables that experts read. Where one is missing in an
 * example, its expert is left out of the posterior and its likelihood out of the bound.
 */
export class Modalities {
  private readonly names: ReadonlySet<string>;
  private readonly marks = new Map<string, SymbolicTensor>();

  /**
   * @throws HelmholtzError (`usage`) for an expert without a modality or with several, a modality
   *   without an expert, or two experts of one modality.
   */
  constructor(
    private readonly composition: Composition,
    private readonly inputs: ReadonlyMap<string, SymbolicTensor>,
    private readonly parts: RecipeParts,
  ) {
    const experts = composition.latents.flatMap(({ posterior }) => posterior.experts ?? []);
    this.names = new Set(experts.flatMap((expert) => this.behind(expert)));
    this.checkExperts();
  }

  /** Returns an input whose values networks fill in, because the modality may be missing. */
  withMissing(variable: ComposedInput): ComposedInput {
    const { missing = 'neutral' } = variable;
    return this.names.has(variable.name) ? { ...variable, missing } : variable;
  }

  likelihoodOf(name: string): Likelihood {
    const likelihood = this.parts.likelihoodOf(name);
    return this.names.has(name) ? allowingMissing(likelihood) : likelihood;
  }

  /** Returns 1 where the modality of an expert is present, else 0: [batch, 1]. */
  present(expert: ComposedExpert): SymbolicTensor {
    const name = itemAt(this.behind(expert), 0);
    const before = this.marks.get(name);
    if (before) return before;
    const { support } = this.parts.likelihoodOf(name).head({ name: `${name}_support`, variable: name }) as {
      support?: typeof oneHotVectors;
    };
    const zerosAreMissing = support !== undefined && isWithin(support, oneHotVectors);
    const layer = new ModalityPresent({ name: `${name}_present`, zerosAreMissing });
    const mark = layer.apply(entryOf(this.inputs, name)) as SymbolicTensor;
    this.marks.set(name, mark);
    return mark;
  }

  private observed(): string[] {
    return this.composition.inputs.filter(({ likelihood }) => likelihood).map(({ name }) => name);
  }

  /** Observed variables that an expert reads, also through features. */
  private behind({ given }: Pick<ComposedExpert, 'given'>, seen: readonly string[] = []): string[] {
    const observed = this.observed();
    const names = given.flatMap((name) => {
      if (observed.includes(name)) return [name];
      const features = this.composition.features?.find((other) => other.name === name);
      return features && !seen.includes(name) ? this.behind(features, [...seen, name]) : [];
    });
    return [...new Set(names)];
  }

  private checkExperts(): void {
    for (const { name: latent, posterior } of this.composition.latents) {
      const { experts } = posterior;
      if (!experts) continue;
      const read = experts.map((expert) => {
        this.checkNames(latent, expert);
        const behind = this.behind(expert);
        if (behind.length !== 1) throw notOneModality(latent, { expert, behind, observed: this.observed() });
        return itemAt(behind, 0);
      });
      const twice = read.find((name, index) => read.indexOf(name) !== index);
      if (twice !== undefined) throw expertTwice(latent, twice);
      const idle = this.composition.inputs.find(
        ({ name, likelihood }) => likelihood?.given.includes(latent) && !read.includes(name),
      );
      if (idle) throw withoutExpert(latent, idle.name);
    }
  }

  private checkNames(latent: string, expert: ComposedExpert): void {
    const { inputs, latents, features = [] } = this.composition;
    const known = [...inputs, ...latents, ...features].map(({ name }) => name);
    const unknown = expert.given.find((name) => !known.includes(name));
    if (unknown === undefined) return;
    throw new HelmholtzError(
      'usage',
      `There is no variable "${unknown}", which an expert of "${latent}" reads.`,
      {
        hint: nearest(unknown, known),
      },
    );
  }
}

function notOneModality(
  latent: string,
  {
    expert,
    behind,
    observed,
  }: {
    readonly expert: ComposedExpert;
    readonly behind: readonly string[];
    readonly observed: readonly string[];
  },
): HelmholtzError {
  const which =
    behind.length === 0 ? 'no observed variable' : `several observed variables, ${behind.join(', ')}`;
  return new HelmholtzError(
    'usage',
    `An expert of "${latent}" reads ${which}: it is given ${expert.given.join(', ')}.`,
    {
      hint: `Give each expert one of the observed variables: ${observed.join(', ')}. Conditions may be added.`,
    },
  );
}

function withoutExpert(latent: string, variable: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The observed variable "${variable}" is generated from "${latent}", and no expert of "${latent}" reads it.`,
    { hint: `Add it to the experts: posterior: { name: productOfExperts, experts: [..., ${variable}] }.` },
  );
}

function expertTwice(latent: string, expert: string): HelmholtzError {
  return new HelmholtzError('usage', `The posterior of "${latent}" has two experts of "${expert}".`, {
    hint: 'Leave one out: an expert counts once for each time that it is listed.',
  });
}
