import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, nearest } from '@helmholtz/base';
import type { NamedTensors } from './conditional.js';
import type { ModelTerms } from './terms.js';

/** A network as a function of a tensor [rows, ...shape]. */
export type AppliedNetwork = (input: Tensor) => Tensor;

/** A model at one batch: what an objective is written over. */
export interface ModelView {
  /**
   * Returns the model's distributions at the batch and its draw of noise.
   *
   * The graph runs at the first call. A call with other values for some inputs runs only the layers that depend on them:
   *
   *     const terms = model.terms({ label: oneHotOfClass(3) });
   *
   * @param feed other values for inputs, by name, [batch, ...shape] each.
   * @throws HelmholtzError (`data`) for an unknown input, or an input that the batch has no values for.
   */
  terms(feed?: NamedTensors): ModelTerms;

  /**
   * Returns a network that the objective owns:
   *
   *     const logits = model.network('discriminator')(z);
   *
   * @throws HelmholtzError (`usage`) where the objective declares none of that name.
   */
  network(name: string): AppliedNetwork;

  /**
   * Returns noise that the objective owns, [batch, ...shape].
   *
   * @throws HelmholtzError (`usage`) where the objective declares none of that name.
   */
  noise(name: string): Tensor;

  /**
   * Returns a view of the batch of one part of the data, such as `labelled`. Where the data have no parts, as a test set has
   * none, it is this view.
   *
   * @throws HelmholtzError (`usage`) for an unknown part.
   */
  batch(name: string): ModelView;
}

/** What a view of terms holds beside the terms. */
export interface ViewedParts {
  readonly networks?: Readonly<Record<string, AppliedNetwork>>;
  readonly noise?: NamedTensors;
}

/**
 * A view of terms that are there already, such as terms made by hand. Useful in tests of an objective:
 *
 *     elbo().evaluate(viewOfTerms(terms), { training: false, coefficients: {} })
 */
export function viewOfTerms(terms: ModelTerms, { networks = {}, noise = {} }: ViewedParts = {}): ModelView {
  return {
    terms(feed = {}) {
      const [input] = Object.keys(feed);
      if (input === undefined) return terms;
      throw new HelmholtzError('usage', `These terms can't be computed again for another "${input}".`, {
        hint: 'Take a view of a model: model.view({ inputs, noise }).',
      });
    },
    network: (name) => ofObjective('network', networks, name),
    noise: (name) => ofObjective('noise', noise, name),
    batch() {
      return this;
    },
  };
}

/** @throws HelmholtzError (`usage`) that names the nearest where there is none of that name. */
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
