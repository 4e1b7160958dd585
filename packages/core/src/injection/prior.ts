import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * Distribution whose parameters a graph computes: `{ family: 'normal', parameters: { loc,
 * logVariance } }`.
 */
export interface SymbolicDistribution {
  /** Name of a registered family. */
  readonly family: string;
  /** Parameters by name, [batch, ...shape] each. */
  readonly parameters: Readonly<Record<string, SymbolicTensor>>;
  /**
   * Set for a posterior whose density is known only at its draw, such as a normalizing flow. Its
   * only parameter is then `logProb`.
   */
  readonly atDraw?: true;
  /** The draw of a posterior at its draw. */
  readonly value?: SymbolicTensor;
}

/** p(z) of a latent, tagged by `kind`. */
export type Prior = ConstantPrior | ConditionalPrior | DerivedPrior | PriorAfterDraw;

/** Family with fixed constants. */
export interface ConstantPrior {
  readonly kind: 'constant';
  readonly family: string;
  readonly constants: Readonly<Record<string, number>>;
}

/** p(z given other variables). The graph computes its parameters. */
export interface ConditionalPrior {
  readonly kind: 'conditional';
  readonly distribution: SymbolicDistribution;
}

/** Prior computed from the posterior, such as the VampPrior. */
export interface DerivedPrior {
  readonly kind: 'derived';
  readonly build: (posterior: SymbolicDistribution, variable: string) => SymbolicDistribution;
}

/**
 * Prior that depends on the draw. It receives the posterior. The KL divergence enters the graph
 * after the draw.
 */
export interface PriorAfterDraw {
  readonly kind: 'afterDraw';
  readonly receive: (posterior: SymbolicDistribution) => void;
}

/**
 * Returns a prior with fixed constants. Missing constants have the family's defaults.
 *
 * @example
 * ```ts
 * import { constantPrior, tokens } from '@helmholtz/core';
 * import { createContainer, defaultSpec } from '@helmholtz/recipes';
 *
 * const container = createContainer(defaultSpec('vae', [4]));
 * (await container.rebind(tokens.prior)).toConstantValue(constantPrior('normal', { scale: 2 }));
 * const { nodes } = container.get(tokens.model).description;
 * console.log(nodes.find(({ role }) => role === 'kl')?.constants);
 * // { loc: 0, scale: 2 }
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
 * Returns a prior computed from the posterior of the same variable.
 *
 * @example
 * ```ts
 * import { derivedPrior } from '@helmholtz/core';
 *
 * // The posterior as its own prior: the KL divergence is zero.
 * const prior = derivedPrior((posterior) => posterior);
 * console.log(prior.kind); // derived
 * ```
 */
export function derivedPrior(build: DerivedPrior['build']): DerivedPrior {
  return { kind: 'derived', build };
}

/**
 * Returns a placeholder for a prior that the recipe adds after the draw. `receive` gets the
 * posterior.
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
