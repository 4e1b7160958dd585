import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/** A distribution whose parameters a graph computes: `{ family: 'normal', parameters: { loc, logVariance } }`. */
export interface SymbolicDistribution {
  /** The name of a registered family that a graph can state. */
  readonly family: string;
  /** By their names, [batch, ...shape] each. */
  readonly parameters: Readonly<Record<string, SymbolicTensor>>;
  /** Whether it is a posterior that is known at its draw alone, by its one parameter `logProb`: a normalizing flow. */
  readonly atDraw?: true;
}

/** p(z) of a latent. `kind` says how the prior is stated. */
export type Prior = ConstantPrior | ConditionalPrior | DerivedPrior | PriorAfterDraw;

/** A family with constants, which never change. */
export interface ConstantPrior {
  readonly kind: 'constant';
  readonly family: string;
  readonly constants: Readonly<Record<string, number>>;
}

/** p(z given other variables): the graph computes its parameters. */
export interface ConditionalPrior {
  readonly kind: 'conditional';
  readonly distribution: SymbolicDistribution;
}

/** A prior that is computed from the posterior, as the VampPrior is. */
export interface DerivedPrior {
  readonly kind: 'derived';
  readonly of: (posterior: SymbolicDistribution, variable: string) => SymbolicDistribution;
}

/** A prior that depends on the draw. It is given the posterior, and its divergence enters the graph after the draw. */
export interface PriorAfterDraw {
  readonly kind: 'afterDraw';
  readonly receive: (posterior: SymbolicDistribution) => void;
}

/**
 * Returns a prior with constants. Constants that are left out have their defaults.
 *
 * @example
 * ```ts
 * import { constantPrior, tokens } from '@helmholtz/core';
 * import { createContainer } from '@helmholtz/recipes';
 *
 * const container = createContainer({ recipe: 'vae', observed: { shape: [4] }, latents: [{ name: 'z', size: 2 }] });
 * (await container.rebind(tokens.prior)).toConstantValue(constantPrior('normal', { scale: 2 }));
 * console.log(container.get(tokens.prior).kind); // constant
 * ```
 */
export function constantPrior(
  family: string,
  constants: Readonly<Record<string, number>> = {},
): ConstantPrior {
  return { kind: 'constant', family, constants };
}

/**
 * Returns p(z given other variables), whose parameters the graph computes.
 *
 * @example
 * ```ts
 * import { conditionalPrior } from '@helmholtz/core';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [loc, logVariance] = [input({ shape: [2] }), input({ shape: [2] })];
 * const prior = conditionalPrior({ family: 'normal', parameters: { loc, logVariance } });
 * console.log(prior.kind); // conditional
 * ```
 */
export function conditionalPrior(distribution: SymbolicDistribution): ConditionalPrior {
  return { kind: 'conditional', distribution };
}

/**
 * Returns a prior that is computed from the posterior of a variable.
 *
 * @example
 * ```ts
 * import { derivedPrior } from '@helmholtz/core';
 *
 * // The posterior as its own prior: their divergence is zero.
 * const prior = derivedPrior((posterior) => posterior);
 * console.log(prior.kind); // derived
 * ```
 */
export function derivedPrior(of: DerivedPrior['of']): DerivedPrior {
  return { kind: 'derived', of };
}

/**
 * Returns the place of a prior that is stated after the draw. `receive` is given the posterior.
 *
 * @example
 * ```ts
 * import { priorAfterDraw } from '@helmholtz/core';
 *
 * const families: string[] = [];
 * const prior = priorAfterDraw(({ family }) => void families.push(family));
 * prior.receive({ family: 'normal', parameters: {} });
 * console.log(families[0]); // normal
 * ```
 */
export function priorAfterDraw(receive: PriorAfterDraw['receive']): PriorAfterDraw {
  return { kind: 'afterDraw', receive };
}
