import { add, logarithm, negative, subtract } from '../operators/elementwise.js';
import { reduce } from '../operators/reduce.js';
import { reshape } from '../operators/shape.js';
import type { Rule } from '../rewrite.js';
import { inputsOf, isConstant } from './parts.js';
import type { Value } from '../value.js';

/** 1 + exp(-|x|) is at most 2, so the product of so many is below the greatest float32, 2^128. */
const LONGEST_PRODUCT = 112;
const SHORTEST_PRODUCT = 8;

interface Term {
  readonly value: Value;
  readonly positive: boolean;
}

/**
 * A sum of logarithms is the logarithm of a product: in the Bernoulli likelihood, sum(log(1 + exp(-|x|))) takes one
 * logarithm for a hundred elements. Logarithms are what ONNX Runtime is slowest at.
 */
export const sumOfSoftplus: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'ReduceSum') return undefined;
  const [summed] = inputs as readonly [Value];
  const { shape } = summed;
  const group = groupLength(shape.at(-1));
  const kept = outputs[0]!.shape;
  // The last axis alone, and it is not kept.
  if (group === undefined || kept.join() !== shape.slice(0, -1).join()) return undefined;
  const terms = termsOf({ value: summed, positive: true });
  const at = terms.findIndex(({ value }) => oneAndExponential(value));
  if (at < 0) return undefined;

  const { value, positive } = terms[at]!;
  const product = reduce('ReduceProd', groups(oneAndExponential(value)!, group), [kept.length + 1]);
  const logarithms = reduce('ReduceSum', logarithm(product), [kept.length]);
  const rest = terms.filter((_, index) => index !== at);
  const sum = rest.length > 0 ? reduce('ReduceSum', total(rest), [kept.length]) : undefined;
  const signed = positive ? logarithms : negative(logarithms);
  return [sum ? add(sum, signed) : signed];
};

/** What is added up in a value, through sums and differences of its own shape. */
function termsOf({ value, positive }: Term): Term[] {
  const same = (other: Value): boolean => other.shape.join() === value.shape.join();
  const [a, b] = inputsOf(value, 'Add') ?? inputsOf(value, 'Sub') ?? [];
  if (a && b && same(a) && same(b)) {
    // What log(1 + e) corrects its rounding by is nothing beside the sum.
    if (isCorrection(b)) return termsOf({ value: a, positive });
    const negated = value.producer!.operator === 'Sub';
    return [...termsOf({ value: a, positive }), ...termsOf({ value: b, positive: positive !== negated })];
  }
  const [negatedValue] = inputsOf(value, 'Neg') ?? [];
  return negatedValue ? termsOf({ value: negatedValue, positive: !positive }) : [{ value, positive }];
}

/** 1 + exp(-|x|), where a value is its logarithm. */
function oneAndExponential(value: Value): Value | undefined {
  const [sum] = inputsOf(value, 'Log') ?? [];
  const [one, exponential] = inputsOf(sum, 'Add') ?? [];
  return one && isConstant(one, 1) && isOfNegative(exponential) ? sum : undefined;
}

function isOfNegative(value: Value | undefined): boolean {
  const [exponent] = inputsOf(value, 'Exp') ?? [];
  const [magnitude] = inputsOf(exponent, 'Neg') ?? [];
  return inputsOf(magnitude, 'Abs') !== undefined;
}

/** e - ((1 + e) - 1), for e = exp(-|x|). */
function isCorrection(value: Value): boolean {
  const [e, difference] = inputsOf(value, 'Sub') ?? [];
  const [sum, one] = inputsOf(difference, 'Sub') ?? [];
  const added = inputsOf(sum, 'Add');
  return isOfNegative(e) && one !== undefined && isConstant(one, 1) && added?.[1] === e;
}

function total(terms: readonly Term[]): Value {
  const [first, ...others] = [...terms].sort((a, b) => Number(b.positive) - Number(a.positive));
  const start = first!.positive ? first!.value : negative(first!.value);
  return others.reduce(
    (sum, { value, positive }) => (positive ? add(sum, value) : subtract(sum, value)),
    start,
  );
}

function groupLength(length: number | undefined): number | undefined {
  if (length === undefined) return undefined;
  for (let group = Math.min(LONGEST_PRODUCT, length); group >= SHORTEST_PRODUCT; group--) {
    if (length % group === 0) return group;
  }
  return undefined;
}

function groups(value: Value, length: number): Value {
  return reshape(value, [...value.shape.slice(0, -1), value.shape.at(-1)! / length, length]);
}
