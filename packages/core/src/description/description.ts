/**
 * A model graph as plain data: what diagrams, summaries, exports and compilers read.
 *
 * It is read off the layers graph once, holds no tensors, and serializes to JSON unchanged.
 */

/** What a node is in the probabilistic model. Carried by layer classes, never guessed from names. */
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

/** A tensor shape; `null` is the batch axis or another axis that is not fixed. */
export type TensorShape = readonly (number | null)[];

/** One output of one node. */
export interface TensorReference {
  readonly node: string;
  readonly output: number;
}

export interface WeightDescription {
  /** The name within the layer, for example `kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

/** One call of one layer. A layer that is shared is called more than once, and so has several nodes. */
export interface NodeDescription {
  /** Stable, readable and unique within the description: the layer's name, with `:2`, `:3` for later calls. */
  readonly id: string;
  readonly layer: string;
  readonly className: string;
  readonly role: Role;
  /** The random variable this node belongs to: `z` for a latent, its KL and its noise; `x` for an observed. */
  readonly variable?: string;
  /** The distribution this node stands for, where it stands for one: noise, prior, likelihood. */
  readonly distribution?: string;
  /** The constants of that distribution by name, where it has any that the graph does not compute. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Of a KL node, whose distribution is the prior: the posterior's family. */
  readonly posterior?: string;
  /** Of a KL node: that its latent is global, one for all examples, and outside of their plate. */
  readonly global?: true;
  /** Of a node in a network that the objective owns: the name of the network, such as `discriminator`. */
  readonly network?: string;
  /** Of such a node: the losses that the network learns by, such as `loss/discriminator`. */
  readonly learnsBy?: readonly string[];
  readonly inputs: readonly TensorReference[];
  readonly inputShapes: readonly TensorShape[];
  readonly outputShapes: readonly TensorShape[];
  readonly dtype: string;
  readonly activation?: string;
  readonly trainable: boolean;
  readonly weights: readonly WeightDescription[];
  /** The layer's own configuration, as it serializes. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The graph inside, where the layer is itself a model. */
  readonly inner?: ModelDescription;
}

export interface ModelDescription {
  readonly name: string;
  /** In topological order: a node comes after all of its inputs; ties are kept in the order of declaration. */
  readonly nodes: readonly NodeDescription[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
}
