import { itemAt } from '../item-at.js';
import { add, like, logarithm, maximum, negative, subtract, unary } from '../operators/elementwise.js';
import { reduce } from '../operators/reduce.js';
import { reshape } from '../operators/shape.js';
import type { Rule } from '../rewrite.js';
import { inputsOf, isConstant } from './parts.js';
import type { Value } from '../value.js';

/**
 * A sigmoid of |x| is at least 1/2. A product of this length stays above the smallest float32,
 * 2^-126.
 */
const LONGEST_PRODUCT = 112;
const SHORTEST_PRODUCT = 8;

interface Term {
  readonly value: Value;
  readonly positive: boolean;
}

/**
 * Replaces a sum of logarithms by the logarithm of a product. In the Bernoulli likelihood,
 * sum(log(1 + exp(-|x|))) needs one logarithm per hundred elements. Logarithms are ONNX Runtime's
 * slowest operator. 1 / (1 + exp(-|x|)) is the larger of sigmoid(x), which the gradient needs too,
 * and 1 - sigmoid(x).
 */
export const sumOfSoftplus: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'ReduceSum') return undefined;
  const [summed] = inputs as readonly [Value];
  const { shape } = summed;
  const group = groupLength(shape.at(-1));
  const outputShape = outputs[0].shape;
  // Only for sums over the last axis, without keepDims.
  if (group === undefined || outputShape.join() !== shape.slice(0, -1).join()) return undefined;
  const terms = termsOf({ value: summed, positive: true });
  const softplusIndex = terms.findIndex(({ value }) => softplusOfNegative(value));
  if (softplusIndex < 0) return undefined;

  const { value, positive } = itemAt(terms, softplusIndex);
  const sigmoid = unary('Sigmoid', softplusOfNegative(value)!);
  const larger = maximum(sigmoid, subtract(like(sigmoid, 1), sigmoid));
  const product = reduce('ReduceProd', groups(larger, group), [outputShape.length + 1]);
  const logarithms = reduce('ReduceSum', logarithm(product), [outputShape.length]);
  const otherTerms = terms.filter((_, index) => index !== softplusIndex);
  if (otherTerms.length === 0) return [positive ? negative(logarithms) : logarithms];
  const sum = reduce('ReduceSum', total(otherTerms), [outputShape.length]);
  return [positive ? subtract(sum, logarithms) : add(sum, logarithms)];
};

/** Terms of a sum, through sums and differences of the same shape. */
function termsOf({ value, positive }: Term): Term[] {
  const same = (other: Value): boolean => other.shape.join() === value.shape.join();
  const [a, b] = inputsOf(value, 'Add') ?? inputsOf(value, 'Sub') ?? [];
  if (a && b && same(a) && same(b)) {
    // The rounding correction of log(1 + e) is negligible compared to the sum.
    if (isCorrection(b)) return termsOf({ value: a, positive });
    const negated = value.producer!.operator === 'Sub';
    return [...termsOf({ value: a, positive }), ...termsOf({ value: b, positive: positive !== negated })];
  }
  const [negatedValue] = inputsOf(value, 'Neg') ?? [];
  return negatedValue ? termsOf({ value: negatedValue, positive: !positive }) : [{ value, positive }];
}

/** Returns x if a value is log(1 + exp(-|x|)). */
function softplusOfNegative(value: Value): Value | undefined {
  const [sum] = inputsOf(value, 'Log') ?? [];
  const [one, exponential] = inputsOf(sum, 'Add') ?? [];
  return one && isConstant(one, 1) ? exponentOf(exponential) : undefined;
}

/** Returns x if a value is exp(-|x|). */
function exponentOf(value: Value | undefined): Value | undefined {
  const [exponent] = inputsOf(value, 'Exp') ?? [];
  const [magnitude] = inputsOf(exponent, 'Neg') ?? [];
  return inputsOf(magnitude, 'Abs')?.[0];
}

/** Whether a value is e - ((1 + e) - 1) for e = exp(-|x|). */
function isCorrection(value: Value): boolean {
  const [e, difference] = inputsOf(value, 'Sub') ?? [];
  const [sum, one] = inputsOf(difference, 'Sub') ?? [];
  const added = inputsOf(sum, 'Add');
  return exponentOf(e) !== undefined && one !== undefined && isConstant(one, 1) && added?.[1] === e;
}

function total(terms: readonly Term[]): Value {
  const sorted = [...terms].sort((a, b) => Number(b.positive) - Number(a.positive));
  const first = itemAt(sorted, 0);
  const start = first.positive ? first.value : negative(first.value);
  return sorted
    .slice(1)
    .reduce((sum, { value, positive }) => (positive ? add(sum, value) : subtract(sum, value)), start);
}

function groupLength(length: number | undefined): number | undefined {
  if (length === undefined) return undefined;
  for (let group = Math.min(LONGEST_PRODUCT, length); group >= SHORTEST_PRODUCT; group--) {
    if (length % group === 0) return group;
  }
  return undefined;
}

function groups(value: Value, length: number): Value {
  return reshape(value, [...value.shape.slice(0, -1), itemAt(value.shape, -1) / length, length]);
}
