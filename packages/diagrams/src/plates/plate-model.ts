/** The two directions of a Helmholtz machine: p(x, z) and q(z given x). */
export type Direction = 'generative' | 'recognition';

/**
 * A model in plate notation as plain data: random variables, their dependencies in both directions,
 * and the plates that repeat them. All texts are symbols in the notation of `math/math.ts`.
 */
export interface PlateModel {
  readonly name: string;
  readonly nodes: readonly PlateNode[];
  readonly edges: readonly PlateEdge[];
  /** Outer ones before inner ones. */
  readonly plates: readonly Plate[];
  readonly densities: readonly Density[];
  readonly parameters: readonly Parameters[];
}

/**
 * - `latent`: an open circle; `observed`: a shaded circle, for data that the model explains or is
 *   conditioned on;
 * - `deterministic`: a diamond, for a latent that is a function of other variables;
 * - `noise`: a small circle; `parameters`: a symbol outside of all plates.
 */
export type PlateNodeKind = 'latent' | 'observed' | 'deterministic' | 'noise' | 'parameters';

export interface PlateNode {
  readonly id: string;
  readonly kind: PlateNodeKind;
  readonly symbol: string;
  /** The shape of one example; absent for parameters. */
  readonly shape?: readonly number[];
}

export interface PlateEdge {
  readonly from: string;
  readonly to: string;
  readonly direction: Direction;
}

export interface Plate {
  /** `data` repeats a variable for each example, `samples` for each draw of an estimate. */
  readonly kind: 'data' | 'samples';
  readonly symbol: string;
  /** How often, where that is known. */
  readonly size?: number;
  /** The ids of the nodes inside, those of inner plates included. */
  readonly members: readonly string[];
}

/**
 * One factor of the joint density p or of the posterior q, or the definition of a noise or a
 * deterministic latent.
 */
export interface Density {
  readonly kind: Direction | 'noise';
  /** The id of the node of this density. */
  readonly variable: string;
  /** The density, such as `p_θ(x | z)`. */
  readonly symbol: string;
  /**
   * Its family with its constants, such as `Normal(0, I)`; absent where a layer does not say it.
   */
  readonly family?: string;
  readonly shape: readonly number[];
}

/** The learned numbers of one direction. */
export interface Parameters {
  readonly id: string;
  readonly direction: Direction;
  readonly symbol: string;
  readonly count: number;
}
