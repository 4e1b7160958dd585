import { HelmholtzError, nearest, entryOf } from '@helmholtz/base';
import {
  type ConditionalPrior,
  conditionalPrior,
  type Expert,
  priorAfterDraw,
  type RecipeParts,
  type SampledLatent,
  type SymbolicDistribution,
} from '@helmholtz/core';
import {
  callAgain,
  flattened,
  latentVariableGraph,
  linear,
  networkInput,
  observe,
  withDivergenceAfter,
} from '@helmholtz/layers';
import { type LayersModel, type SymbolicTensor, input } from '@tensorflow/tfjs-layers';

import { filledInput } from '../filled-input.js';
import { join } from '../join.js';
import type { ComposedFeatures, ComposedInput, ComposedLatent, Composition, Source } from './composition.js';
import { Modalities } from './modalities.js';
import { drawingOrder } from './order.js';
import { type AppliedNetwork, checkShared } from './shared-network.js';

/**
 * Builds the graph of a composition: first the draws of the latents, then the generative direction,
 * where each latent's value has passed its KL divergence.
 *
 * @throws HelmholtzError (`usage`) for an unknown name, circular dependencies, or an unused latent.
 */
export function compose(composition: Composition, parts: RecipeParts): LayersModel {
  const { latents, statedAfter } = drawingOrder(composition);
  const graph = new ComposedGraph(composition, parts);
  for (const latent of latents) graph.draw(latent, statedAfter.has(latent.name));
  const observed = composition.inputs.filter(({ likelihood }) => likelihood);
  const outputs = observed.map((variable) => graph.likelihood(variable));
  graph.checkAllGenerate();
  return latentVariableGraph({ name: composition.name, inputs: [...graph.inputs.values()], outputs });
}

/** Latent that was drawn before its prior was known. */
interface Drawn {
  readonly latent: ComposedLatent;
  readonly value: SymbolicTensor;
  readonly posterior: SymbolicDistribution;
}

/** Purpose of a source, for errors and names of layers. */
interface Use {
  readonly what: string;
  readonly layersName: string;
}

class ComposedGraph {
  readonly inputs: Map<string, SymbolicTensor>;
  private readonly features: ReadonlyMap<string, ComposedFeatures>;
  private readonly modalities: Modalities;
  /** Computed values by name: inputs, features, latents. */
  private readonly values: Map<string, SymbolicTensor>;
  /** Features that were computed from a latent before its KL divergence. */
  private readonly outdated = new Map<string, SymbolicTensor>();
  /** Values after their KL divergence, by the drawn value. */
  private readonly passedOn = new Map<SymbolicTensor, SymbolicTensor>();
  /** Latents without a KL divergence yet. */
  private readonly waiting = new Map<string, Drawn>();
  private readonly applied = new Map<string, AppliedNetwork>();
  private readonly generating = new Set<string>();

  constructor(
    private readonly composition: Composition,
    private readonly parts: RecipeParts,
  ) {
    this.inputs = new Map(
      composition.inputs.map(({ name, shape }) => [name, input({ shape: [...shape], name })]),
    );
    this.features = new Map((composition.features ?? []).map((features) => [features.name, features]));
    this.modalities = new Modalities(composition, this.inputs, parts);
    this.values = new Map(
      composition.inputs.map((variable) => {
        const likelihood = variable.likelihood && parts.likelihoodOf(variable.name);
        const read = networkInput(entryOf(this.inputs, variable.name), variable, likelihood);
        return [variable.name, filledInput(read, this.modalities.withMissing(variable))];
      }),
    );
  }

  /**
   * Draws a latent from q(z | ...), with its KL divergence unless its prior depends on the draw.
   */
  draw(latent: ComposedLatent, statedAfter: boolean): void {
    const { name, size } = latent;
    const sample = this.posterior(latent);
    if (!statedAfter) {
      const prior = this.conditionalPrior(latent);
      this.values.set(name, sample({ name, size, prior }));
      return;
    }
    let stated: SymbolicDistribution | undefined;
    const prior = priorAfterDraw((posterior) => void (stated = posterior));
    const value = sample({ name, size, prior });
    this.values.set(name, value);
    this.waiting.set(name, { latent, value, posterior: stated! });
  }

  /** Computes the features of q(z | ...), or of each of its experts, and returns its draw. */
  private posterior({ name, posterior }: ComposedLatent): (latent: SampledLatent) => SymbolicTensor {
    const { experts } = posterior;
    if (!experts) {
      const features = this.apply(posterior, { what: `the posterior of "${name}"`, layersName: name });
      return (latent) => this.parts.sample(features, latent);
    }
    const built = experts.map((expert): Expert => {
      const what = `the expert "${expert.name}" of "${name}"`;
      const features = this.apply(expert, { what, layersName: `${name}_${expert.name}` });
      return { name: expert.name, features, present: this.modalities.present(expert) };
    });
    return (latent) => this.parts.combine(built, latent);
  }

  /** Adds the likelihood head of p(x | ...). */
  likelihood({ name, shape, likelihood: source }: ComposedInput): SymbolicTensor {
    const likelihood = this.modalities.likelihoodOf(name);
    const outputShape = likelihood.parameterShape(shape);
    const parameters = this.generate(
      source!,
      { what: `the likelihood of "${name}"`, layersName: `${name}_likelihood` },
      outputShape,
    );
    return observe(likelihood, { name, shape }, parameters, this.inputs);
  }

  /** Refuses unused latents, whose KL divergence would be missing from the graph. */
  checkAllGenerate(): void {
    const idle = this.composition.latents.find(({ name }) => !this.generating.has(name));
    if (!idle) return;
    throw new HelmholtzError('usage', `The latent "${idle.name}" is unused: nothing is generated from it.`, {
      hint: 'Add it to `given` of an observed variable, or of the prior of a latent that is used.',
    });
  }

  /** Returns p(z | others), or undefined without others. */
  private conditionalPrior({ name, size, prior }: ComposedLatent): ConditionalPrior | undefined {
    if (!prior) return undefined;
    const features = this.generate(prior, { what: `the prior of "${name}"`, layersName: `${name}_prior` });
    const { part = this.parts.conditionalPriorOf(name) } = prior;
    return conditionalPrior(part(features, { name: `${name}_prior`, size }));
  }

  /**
   * Applies a source in the generative direction: to values of latents after their KL divergence.
   */
  private generate(source: Source, use: Use, outputShape?: readonly number[]): SymbolicTensor {
    for (const name of this.latentsBehind(source)) this.settle(name);
    return this.apply(source, use, outputShape);
  }

  private settle(name: string): void {
    this.generating.add(name);
    const drawn = this.waiting.get(name);
    if (!drawn) return;
    this.waiting.delete(name);
    const { latent, value, posterior } = drawn;
    // Only a conditional prior depends on the draw.
    const prior = this.conditionalPrior(latent)!;
    const passedOn = withDivergenceAfter({ variable: name, posterior, prior, value });
    this.values.set(name, passedOn);
    this.passedOn.set(value, passedOn);
    // Features of the drawn value would bypass the divergence.
    for (const features of this.features.values()) {
      const computed = this.values.get(features.name);
      if (!computed || !this.latentsBehind(features).includes(name)) continue;
      this.values.delete(features.name);
      this.outdated.set(features.name, computed);
    }
  }

  /** Applies the same layers again, to the values after their KL divergence. */
  private again(computed: SymbolicTensor): SymbolicTensor {
    const drawn = new Set(this.values.values());
    const [value] = callAgain(
      [computed],
      (from) => this.passedOn.get(from) ?? (drawn.has(from) ? from : undefined),
    );
    return value!;
  }

  private latentsBehind({ given }: Source): string[] {
    return given.flatMap((name) => {
      const features = this.features.get(name);
      if (features) return this.latentsBehind(features);
      return this.inputs.has(name) ? [] : [name];
    });
  }

  private apply(source: Source, { what, layersName }: Use, outputShape?: readonly number[]): SymbolicTensor {
    const { given, network } = source;
    const values = given.map((name) => this.valueOf(name, what));
    if (network === undefined) return join(values, `${layersName}_inputs`);
    const before = this.applied.get(network);
    const ends = outputShape !== undefined;
    if (before) {
      checkShared(network, before, { given, what, ends });
      if (before.values.every((value, index) => value === values[index])) return before.output;
      const again = this.again(before.output);
      this.applied.set(network, { ...before, values, output: again });
      return again;
    }
    const output = this.parts.network(network)(
      join(values, `${network}_inputs`),
      outputShape ? { outputShape } : {},
    );
    this.applied.set(network, { given, values, what, ends, output });
    return output;
  }

  private valueOf(name: string, what: string): SymbolicTensor {
    const known = this.values.get(name);
    if (known) return known;
    const features = this.features.get(name);
    if (!features) {
      const names = [...this.inputs.keys(), ...this.composition.latents.map((latent) => latent.name)];
      throw new HelmholtzError('usage', `There is no variable "${name}", which ${what} depends on.`, {
        hint: nearest(name, [...names, ...this.features.keys()]),
      });
    }
    const value = this.computed(features);
    this.values.set(name, value);
    return value;
  }

  private computed({ name, size, ...source }: ComposedFeatures): SymbolicTensor {
    const outdated = this.outdated.get(name);
    if (outdated) return this.again(outdated);
    const computed = this.apply(source, { what: `"${name}"`, layersName: name });
    if (size === undefined) return computed;
    return linear({ units: size, name }).apply(flattened(computed, name)) as SymbolicTensor;
  }
}
