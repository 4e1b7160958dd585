import { HelmholtzError, nearest } from '@helmholtz/base';
import type { InputVariable } from '../graph/variables.js';

/** Limit of the classes that are summed over: a step computes the bound of each. */
const MOST_CLASSES = 200;

/**
 * Checks that the classes of a label can be summed over.
 *
 * @throws HelmholtzError (`graph`) for a model without such a label.
 */
export function checkClasses(objective: string, label: string, inputs: readonly InputVariable[]): void {
  const refused = (message: string, hint: string): HelmholtzError =>
    new HelmholtzError('graph', `The objective "${objective}" ${message}.`, { hint });
  const input = inputs.find(({ name }) => name === label);
  if (!input) {
    const names = inputs.map(({ name }) => name);
    throw refused(
      `sums over the classes of the input "${label}", which the model lacks`,
      `Choose the recipe semi-supervised-vae, or name another input with the option label: ${nearest(label, names)}`,
    );
  }
  const [classes = 0, ...others] = input.shape;
  if (others.length > 0 || classes < 2) {
    throw refused(
      `sums over classes, and the input "${label}" has the shape [${input.shape.join(', ')}]`,
      'Its shape is one element for each class: [10]. Two classes have the shape [2].',
    );
  }
  if (classes > MOST_CLASSES) {
    throw refused(
      `computes a bound for each of the ${classes} classes of the input "${label}", and ${MOST_CLASSES} are the most`,
      'Merge classes, or train on the labelled examples alone: --set objective=elbo.',
    );
  }
}
