import { HelmholtzError } from '@helmholtz/base';
import type { NamedTensors } from './conditional.js';
import type { ModelTerms } from './terms.js';

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
}

/**
 * A view of terms that are there already, such as terms made by hand. Useful in tests of an objective:
 *
 *     elbo().evaluate(viewOfTerms(terms), { training: false, coefficients: {} })
 */
export function viewOfTerms(terms: ModelTerms): ModelView {
  return {
    terms(feed = {}) {
      const [input] = Object.keys(feed);
      if (input === undefined) return terms;
      throw new HelmholtzError('usage', `These terms can't be computed again for another "${input}".`, {
        hint: 'Take a view of a model: model.view(inputs, noise).',
      });
    },
  };
}
