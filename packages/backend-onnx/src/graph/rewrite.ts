import { itemAt } from './item-at.js';
import { linearize } from './linearize.js';
import { Operation, type Value } from './value.js';

/**
 * Returns a replacement of an operation, or undefined to keep it. Its inputs are already rewritten.
 *
 * @param original operation of the given graph from which it was rewritten.
 */
export type Rule = (operation: Operation, original: Operation) => readonly Value[] | undefined;

/**
 * Rewrites a graph: replaces leaves, applies rules, and computes equal operations once. The given
 * graph stays unchanged.
 *
 * @param leaf returns the replacement of a leaf.
 * @returns the outputs, in order.
 */
export function rewrite(
  outputs: readonly Value[],
  leaf: (leaf: Value) => Value,
  rules: readonly Rule[] = [],
): Value[] {
  const written = new Map<Value, Value>();
  const outputsByKey = new Map<string, readonly Value[]>();
  const numbers = new Map<Value, number>();
  const numberOf = (value: Value | undefined): number | string => {
    if (value === undefined) return '-';
    if (value.literal !== undefined) return value.literal;
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = numbers.size));
    return number;
  };
  const translate = (value: Value): Value => {
    let other = written.get(value);
    if (other === undefined) {
      other = value.literal === undefined ? leaf(value) : constantOf(value, value.literal);
      written.set(value, other);
    }
    return other;
  };
  const constants = new Map<string, Value>();
  const constantOf = (value: Value, literal: string): Value => {
    const first = constants.get(literal) ?? value;
    constants.set(literal, first);
    return first;
  };

  for (const original of linearize(outputs).operations) {
    const { operator, inputs, attributes, outputs: old, cost } = original;
    const translated = inputs.map((input) => input && translate(input));
    const operation = new Operation(operator, translated, attributes, old, cost);
    const key = `${operation.signature}(${translated.map(numberOf).join()})`;
    let values = outputsByKey.get(key);
    if (values === undefined) {
      values = simplified(operation, original, rules);
      outputsByKey.set(key, values);
    }
    old.forEach((value, index) => written.set(value, itemAt(values, index)));
  }
  const rewritten = outputs.map(translate);
  // Rules make operations anew, the same ones for the same inputs.
  return rules.length > 0 ? rewrite(rewritten, (each) => each) : rewritten;
}

// The result of a rule is rewritten again: another rule may then apply.
const ROUNDS = 16;

function simplified(operation: Operation, original: Operation, rules: readonly Rule[]): readonly Value[] {
  let values: readonly Value[] = operation.outputs;
  for (let round = 0; round < ROUNDS; round++) {
    const producer = values.length === operation.outputs.length ? values[0]?.producer : undefined;
    const next = producer && firstOf(rules, producer, original);
    if (!next) break;
    values = next;
  }
  return values;
}

function firstOf(
  rules: readonly Rule[],
  operation: Operation,
  original: Operation,
): readonly Value[] | undefined {
  for (const rule of rules) {
    const values = rule(operation, original);
    if (values) return values;
  }
  return undefined;
}
