import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, nearest } from '@helmholtz/base';
import type { Distribution } from '@helmholtz/distributions';
import type { NamedTensors } from './conditional.js';
import type { ModelTerms } from './terms.js';

/** Network as a function of its inputs, [rows, ...shape] each. */
export type AppliedNetwork = (...inputs: readonly Tensor[]) => Tensor;

/**
 * Group of a graph's weights. `generative` are the weights between latents and likelihoods or
 * priors. `recognition` are all others.
 */
export type GraphGroup = 'recognition' | 'generative';

/** Model at one batch, as an objective sees it. */
export interface ModelView {
  /**
   * Returns the model's distributions at the batch and its draw of noise.
   *
   * The graph runs at the first call. A call with other values for some inputs runs only the layers
   * that depend on them:
   *
   *     const terms = model.terms({ label: oneHotOfClass(3) });
   *
   * @param feed other values for inputs, by name, [batch, ...shape] each.
   * @throws HelmholtzError (`data`) for an unknown input, or an input without values.
   */
  terms(feed?: NamedTensors): ModelTerms;

  /**
   * Returns p(x given z) of each observed variable, in order, given other values of the latents:
   *
   *     const [likelihood] = model.decode({ z: prior.sample(model.noise('prior')) });
   *
   * @param latents a value of every latent that the likelihoods depend on, [batch, ...shape].
   * @throws HelmholtzError (`data`) if a value is missing; (`graph`) if a likelihood depends on
   *   noise directly.
   */
  decode(latents: NamedTensors): readonly Distribution[];

  /**
   * Returns the values of a data input at the batch, [batch, ...shape].
   *
   * @throws HelmholtzError (`data`) for an unknown input, or an input without values.
   */
  input(name: string): Tensor;

  /**
   * Returns a network that the objective owns:
   *
   *     const logits = model.network('discriminator')(z);
   *
   * @throws HelmholtzError (`usage`) if the objective declares no network of that name.
   */
  network(name: string): AppliedNetwork;

  /**
   * Returns noise that the objective owns, [batch, ...shape].
   *
   * @throws HelmholtzError (`usage`) if the objective declares no noise of that name.
   */
  noise(name: string): Tensor;

  /**
   * Returns the trainable weights of the graph's generative or recognition network, to penalize
   * them.
   */
  weights(group: GraphGroup): readonly Tensor[];

  /**
   * Returns a view of the batch of one part of the data, such as `labelled`. Returns this view if
   * the data have no parts, as in a test set.
   *
   * @throws HelmholtzError (`usage`) for an unknown part.
   */
  batch(name: string): ModelView;
}

/** Inputs of a batch, and networks and noise of an objective, for `viewOfTerms`. */
export interface ViewedParts {
  readonly inputs?: NamedTensors;
  readonly networks?: Readonly<Record<string, AppliedNetwork>>;
  readonly noise?: NamedTensors;
  readonly weights?: Readonly<Partial<Record<GraphGroup, readonly Tensor[]>>>;
}

/**
 * Returns a view of terms that are already computed, such as terms written by hand. Useful in tests
 * of an objective.
 *
 * @example
 * ```ts
 * import { Normal, elbo, viewOfTerms } from '@helmholtz/core';
 * import { ones, scalar } from '@tensorflow/tfjs-core';
 *
 * const prior = new Normal(scalar(0), scalar(1));
 * const posterior = new Normal(ones([1, 2]), scalar(1));
 * const z = { name: 'z', shape: [2], value: ones([1, 2]), posterior, prior };
 * const terms = { latents: [z], observed: [] };
 * const { metrics } = elbo().evaluate(viewOfTerms(terms), { training: false, coefficients: {} });
 * console.log(metrics['kl']?.dataSync()); // Float32Array(1) [ 1 ]
 * ```
 */
export function viewOfTerms(
  terms: ModelTerms,
  { inputs = {}, networks = {}, noise = {}, weights = {} }: ViewedParts = {},
): ModelView {
  return {
    terms(feed = {}) {
      const [input] = Object.keys(feed);
      if (input === undefined) return terms;
      throw new HelmholtzError('usage', `These terms can't be computed again for another "${input}".`, {
        hint: 'Take a view of a model: model.view({ inputs, noise }).',
      });
    },
    decode() {
      throw new HelmholtzError('usage', "These terms can't be decoded at other values of the latents.", {
        hint: 'Take a view of a model: model.view({ inputs, noise }).',
      });
    },
    input: (name) => inputOf(inputs, name),
    network: (name) => ofObjective('network', networks, name),
    noise: (name) => ofObjective('noise', noise, name),
    weights: (group) => weights[group] ?? [],
    batch() {
      return this;
    },
  };
}

/**
 * Returns the values of an input by name.
 *
 * @throws HelmholtzError (`data`) with the closest name if there are none.
 */
export function inputOf(inputs: Readonly<Record<string, Tensor | undefined>>, name: string): Tensor {
  const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (value) return value;
  if (Object.hasOwn(inputs, name)) {
    throw new HelmholtzError('data', `The batch has no values for the input "${name}".`, {
      hint: `Give them where the objective asks for terms: model.terms({ ${name} }).`,
    });
  }
  throw new HelmholtzError('data', `The model has no data input "${name}".`, {
    hint: nearest(name, Object.keys(inputs)),
  });
}

/**
 * Returns a network or noise by name.
 *
 * @throws HelmholtzError (`usage`) with the closest name if there is none of that name.
 */
export function ofObjective<Value>(
  kind: 'network' | 'noise',
  values: Readonly<Record<string, Value>>,
  name: string,
): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return value;
  const known = Object.keys(values);
  const declare =
    kind === 'network' ? 'networks: { discriminator: { input: ... } }' : 'noise: { prior: ... }';
  throw new HelmholtzError('usage', `The objective asks for the ${kind} "${name}", which it does not own.`, {
    hint: known.length > 0 ? nearest(name, known) : `Declare it in the objective: ${declare}.`,
  });
}
