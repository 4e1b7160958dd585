import { HelmholtzError, nearest } from '@helmholtz/base';
import {
  type ConditionalPrior,
  conditionalPrior,
  priorAfterDraw,
  type RecipeParts,
  type SymbolicDistribution,
} from '@helmholtz/core';
import { callAgain, flattened, latentVariableGraph, linear, withDivergenceAfter } from '@helmholtz/layers';
import { type LayersModel, type SymbolicTensor, input } from '@tensorflow/tfjs-layers';

import { join } from '../join.js';
import type { ComposedFeatures, ComposedInput, ComposedLatent, Composition, Source } from './composition.js';
import { drawingOrder } from './order.js';

/**
 * The graph of a composition. First the latents are drawn, each from its posterior; then what each is in the generative
 * direction is known: the value that its divergence lies on the way of.
 *
 * @throws HelmholtzError (`usage`) for an unknown name, variables that depend on one another, and a latent that nothing
 *   is generated from.
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

/** A latent that was drawn before its prior could be stated. */
interface Drawn {
  readonly latent: ComposedLatent;
  readonly value: SymbolicTensor;
  readonly posterior: SymbolicDistribution;
}

/** What a source is computed for: as an error calls it, and what layers are named after. */
interface Use {
  readonly what: string;
  readonly layersName: string;
}

/** What a network was applied to and for. */
interface Applied {
  readonly given: readonly string[];
  readonly values: readonly SymbolicTensor[];
  readonly what: string;
  /** Whether it ends in the parameters of a likelihood, which nothing else can be computed from. */
  readonly ends: boolean;
  readonly output: SymbolicTensor;
}

class ComposedGraph {
  readonly inputs: ReadonlyMap<string, SymbolicTensor>;
  private readonly features: ReadonlyMap<string, ComposedFeatures>;
  /** Values that are known, by name: inputs, features, latents. */
  private readonly values: Map<string, SymbolicTensor>;
  /** Features that were computed from a latent before its divergence passed the value on. */
  private readonly outdated = new Map<string, SymbolicTensor>();
  /** What divergences have passed on, by the value that it stands in for. */
  private readonly passedOn = new Map<SymbolicTensor, SymbolicTensor>();
  /** Latents whose divergence is still to come; what is generated from them takes their value from there. */
  private readonly waiting = new Map<string, Drawn>();
  private readonly applied = new Map<string, Applied>();
  private readonly generating = new Set<string>();

  constructor(
    private readonly composition: Composition,
    private readonly parts: RecipeParts,
  ) {
    this.inputs = new Map(
      composition.inputs.map(({ name, shape }) => [name, input({ shape: [...shape], name })]),
    );
    this.values = new Map(this.inputs);
    this.features = new Map((composition.features ?? []).map((features) => [features.name, features]));
  }

  /** q(z given ...): the latent's value, with its divergence unless its prior is stated after the draw. */
  draw(latent: ComposedLatent, statedAfter: boolean): void {
    const { name, size, posterior } = latent;
    const features = this.apply(posterior, { what: `the posterior of "${name}"`, layersName: name });
    if (!statedAfter) {
      const prior = this.conditionalPrior(latent);
      this.values.set(name, this.parts.sample(features, { name, size, prior }));
      return;
    }
    let told: SymbolicDistribution | undefined;
    const prior = priorAfterDraw((of) => void (told = of));
    const value = this.parts.sample(features, { name, size, prior });
    this.values.set(name, value);
    this.waiting.set(name, { latent, value, posterior: told! });
  }

  /** p(x given ...), as its head. */
  likelihood({ name, shape, likelihood: source }: ComposedInput): SymbolicTensor {
    const likelihood = this.parts.likelihoodOf(name);
    const outputShape = likelihood.parameterShape(shape);
    const parameters = this.generate(
      source!,
      { what: `the likelihood of "${name}"`, layersName: `${name}_likelihood` },
      outputShape,
    );
    const head = likelihood.head({ name: `${name}_likelihood`, variable: name });
    return head.apply(parameters) as SymbolicTensor;
  }

  /** A latent that nothing is generated from would leave the graph, its divergence with it. */
  checkAllGenerate(): void {
    const idle = this.composition.latents.find(({ name }) => !this.generating.has(name));
    if (!idle) return;
    throw new HelmholtzError('usage', `Nothing is generated from the latent "${idle.name}".`, {
      hint: 'Give it to the likelihood of an observed variable, or to the prior of a latent that is.',
    });
  }

  /** p(z given others), where the composition gives it something. */
  private conditionalPrior({ name, size, prior }: ComposedLatent): ConditionalPrior | undefined {
    if (!prior) return undefined;
    const features = this.generate(prior, { what: `the prior of "${name}"`, layersName: `${name}_prior` });
    const { of = this.parts.conditionalPriorOf(name) } = prior;
    return conditionalPrior(of(features, { name: `${name}_prior`, size }));
  }

  /** A source in the generative direction: of latents, the values that their divergences have passed on. */
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
    // Only a prior that is given something is stated after the draw.
    const prior = this.conditionalPrior(latent)!;
    const passedOn = withDivergenceAfter({ variable: name, posterior, prior, value });
    this.values.set(name, passedOn);
    this.passedOn.set(value, passedOn);
    // What was computed from the value itself would lead past the divergence.
    for (const features of this.features.values()) {
      const computed = this.values.get(features.name);
      if (!computed || !this.latentsBehind(features).includes(name)) continue;
      this.values.delete(features.name);
      this.outdated.set(features.name, computed);
    }
  }

  /** What was computed from latents as they were drawn, computed by the same layers from what divergences passed on. */
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
    const of = given.map((name) => this.valueOf(name, what));
    if (network === undefined) return join(of, `${layersName}_inputs`);
    const before = this.applied.get(network);
    const ends = outputShape !== undefined;
    if (before) {
      if (before.given.join() !== given.join()) throw givenDifferently(network, before, { given, what });
      if (before.ends || ends) throw endsTwice(network, before.what, what);
      if (before.values.every((value, index) => value === of[index])) return before.output;
      const again = this.again(before.output);
      this.applied.set(network, { ...before, values: of, output: again });
      return again;
    }
    const output = this.parts.network(network)(
      join(of, `${network}_inputs`),
      outputShape ? { outputShape } : {},
    );
    this.applied.set(network, { given, values: of, what, ends, output });
    return output;
  }

  private valueOf(name: string, what: string): SymbolicTensor {
    const known = this.values.get(name);
    if (known) return known;
    const features = this.features.get(name);
    if (!features) {
      const names = [...this.inputs.keys(), ...this.composition.latents.map((latent) => latent.name)];
      throw new HelmholtzError('usage', `There is no variable "${name}", which ${what} is given.`, {
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

function givenDifferently(
  network: string,
  one: Pick<Applied, 'given' | 'what'>,
  other: Pick<Applied, 'given' | 'what'>,
): HelmholtzError {
  const [first, second] = [one, other].map(({ given, what }) => `${given.join(', ')} for ${what}`);
  return new HelmholtzError(
    'usage',
    `The network "${network}" is applied to different things: to ${first}, and to ${second}.`,
    { hint: `Give ${other.what} a network of another name; two that share one are given the same.` },
  );
}

function endsTwice(network: string, one: string, other: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The network "${network}" is shared by ${one} and ${other}, but that of a likelihood ends in its parameters.`,
    {
      hint: `Give them networks of two names, such as ${network}_1 and ${network}_2; what they have in common can be one of the features.`,
    },
  );
}
