import { itemAt } from '../item-at.js';
import { subtract } from '../operators/elementwise.js';
import type { Rule } from '../rewrite.js';
import { inputsOf, isConstant, unexpanded } from './parts.js';
import type { Value } from '../value.js';

/**
 * (1 - x) sigmoid(l) - x sigmoid(-l) = sigmoid(l) - x, the derivative of a Bernoulli cross-entropy
 * by its logits. The long form is more accurate near 0, but the sum over examples hides that.
 */
export const complementarySigmoids: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'Sub') return undefined;
  const [difference, logits] = weighted(inputs[0]) ?? [];
  const [x, opposite] = weighted(inputs[1]) ?? [];
  const [one, same] = inputsOf(difference, 'Sub') ?? [];
  if (!x || !logits || !one || !same || !isConstant(one, 1)) return undefined;
  if (unexpanded(same) !== unexpanded(x)) return undefined;
  if (inputsOf(opposite, 'Neg')?.[0] !== logits) return undefined;
  const sigmoid = itemAt(inputsOf(inputs[0], 'Mul')!, 1);
  return sigmoid.shape.join() === outputs[0].shape.join() ? [subtract(sigmoid, x)] : undefined;
};

/** Returns a weight, and the logits of its sigmoid. */
function weighted(value: Value | undefined): readonly [Value, Value] | undefined {
  const [weight, sigmoid] = inputsOf(value, 'Mul') ?? [];
  const [logits] = inputsOf(sigmoid, 'Sigmoid') ?? [];
  return weight && logits ? [weight, logits] : undefined;
}
