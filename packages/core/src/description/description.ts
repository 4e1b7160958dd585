/**
 * Description of a model graph as plain data, for diagrams, summaries, exports and compilers.
 *
 * It holds no tensors and serializes to JSON without loss.
 */

/** Roles of a node in the probabilistic model. Layer classes declare them. Names decide nothing. */
export const roles = [
  'observed',
  'noise',
  'kl',
  'reparameterization',
  'latent',
  'parameter',
  'likelihood',
  'deterministic',
] as const;

export type Role = (typeof roles)[number];

/** Tensor shape. `null` is the batch axis or another axis of variable length. */
export type TensorShape = readonly (number | null)[];

/** One output of one node. */
export interface TensorReference {
  readonly node: string;
  readonly output: number;
}

/** Weight of a layer. */
export interface WeightDescription {
  /** Name within the layer, such as `kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

/** One call of one layer. A shared layer has several calls, and so several nodes. */
export interface NodeDescription {
  /**
   * Stable, readable and unique within the description: the layer's name, with `:2`, `:3` for later
   * calls.
   */
  readonly id: string;
  readonly layer: string;
  readonly className: string;
  readonly role: Role;
  /**
   * Random variable that this node belongs to: `z` for a latent, its KL and its noise; `x` for an
   * observed variable.
   */
  readonly variable?: string;
  /** Distribution that this node represents, if any: of noise, a prior or a likelihood. */
  readonly distribution?: string;
  /** Constants of that distribution by name, if the graph does not compute them. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Posterior's family, for a KL node. Its `distribution` is the prior. */
  readonly posterior?: string;
  /** Set for a KL node of a global latent, which is outside of the plate of examples. */
  readonly global?: true;
  /** Network of the objective that the node belongs to, such as `discriminator`. */
  readonly network?: string;
  /** Losses that train this network, such as `loss/discriminator`. */
  readonly learnsBy?: readonly string[];
  readonly inputs: readonly TensorReference[];
  readonly inputShapes: readonly TensorShape[];
  readonly outputShapes: readonly TensorShape[];
  readonly dtype: string;
  readonly activation?: string;
  readonly trainable: boolean;
  readonly weights: readonly WeightDescription[];
  /** Configuration of the layer, as it serializes. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Inner graph, if the layer is itself a model. */
  readonly inner?: ModelDescription;
}

/** Graph of a model, or of a nested model. */
export interface ModelDescription {
  readonly name: string;
  /**
   * Nodes in topological order: each after all of its inputs. Ties keep the order of declaration.
   */
  readonly nodes: readonly NodeDescription[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
}
