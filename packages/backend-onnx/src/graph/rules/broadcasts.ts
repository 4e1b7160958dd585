import { itemAt, itemsOf } from '../item-at.js';
import { add, aligned, broadcastShape } from '../operators/elementwise.js';
import { operation as call } from '../operators/operation.js';
import { expand, reshape } from '../operators/shape.js';
import type { Rule } from '../rewrite.js';
import { Operation, type Value, sizeOf } from '../value.js';
import { folded } from './known-numbers.js';
import { inputsOf, isConstant, isScalar, unexpanded } from './parts.js';

const ELEMENTWISE = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Max',
  'Min',
  'Pow',
  'Where',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'Equal',
]);
const OF_ONE_VALUE = new Set(['Neg', 'Abs', 'Exp', 'Log', 'Sqrt', 'Cast']);

const isOne = (value: Value): boolean => isConstant(value, 1);

/** An elementwise operator broadcasts its inputs, so Expand before it is redundant. */
const withoutExpand: Rule = ({ operator, inputs, attributes, outputs }) => {
  if (!ELEMENTWISE.has(operator)) return undefined;
  const operands = itemsOf(inputs);
  for (const [position, input] of operands.entries()) {
    const shorter = unexpanded(input);
    if (shorter === input) continue;
    const candidate = operands.with(position, shorter);
    if (broadcastShape(...candidate.map(({ shape }) => shape)).join() !== outputs[0].shape.join()) continue;
    return [call(operator, aligned(candidate, outputs[0].shape), outputs[0], attributes)];
  }
  return undefined;
};

/** An operation on repeated elements is applied before the repetition. */
const expandLast: Rule = ({ operator, inputs, attributes, outputs }) => {
  const [{ shape, type }] = outputs as readonly [Value];
  if (operator === 'Reshape' || operator === 'Expand') {
    const repeated = unexpanded(itemAt(inputs, 0));
    if (repeated === inputs[0] || !isScalar(repeated)) return undefined;
    return [expand(number(repeated), shape)];
  }
  if (!ELEMENTWISE.has(operator) && !OF_ONE_VALUE.has(operator)) return undefined;
  const sources = itemsOf(inputs).map(unexpanded);
  const larger = sources.filter((source) => !isScalar(source));
  if (larger.length > 1 || sizeOf(shape) === 1 || larger[0]?.size === sizeOf(shape)) return undefined;
  const small = larger[0] ?? { shape: [] };
  const operands = sources.map((source) => (isScalar(source) ? number(source) : source));
  const single = new Operation(operator, operands, attributes, [{ shape: small.shape, type }], 1);
  return [expand(folded(single.outputs[0]), shape)];
};

const number = (value: Value): Value => folded(reshape(value, []));

/** x * 1 = x. The gradients of sums contain many ones. */
const withoutOnes: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'Mul' && operator !== 'Div') return undefined;
  const [a, b] = inputs as readonly [Value, Value];
  const factor = isOne(unexpanded(b)) ? a : operator === 'Mul' && isOne(unexpanded(a)) ? b : undefined;
  return factor && [fitted(factor, outputs[0].shape)];
};

/** Broadcasts a value to a shape. */
function fitted(value: Value, shape: readonly number[]): Value {
  return value.size < sizeOf(shape) ? expand(value, shape) : reshape(value, shape);
}

const withoutReshapes: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'Reshape') return undefined;
  const inner = inputsOf(inputs[0], 'Reshape')?.[0];
  if (inner) return [reshape(inner, outputs[0].shape)];
  return itemAt(inputs, 0).shape.join() === outputs[0].shape.join() ? [itemAt(inputs, 0)] : undefined;
};

/** reshape(x) + row = reshape(x + row), so that x + row + other row can be combined. */
const reshapeAfterRow: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'Add') return undefined;
  const [a, b] = inputs as readonly [Value, Value];
  const [seen, row] = isRow(b) ? [a, b] : [b, a];
  const [x] = inputsOf(seen, 'Reshape') ?? [];
  if (!x || !isRow(row) || x.shape.length < 2 || x.shape.at(-1) !== row.shape[0]) return undefined;
  return outputs[0].size === x.size ? [reshape(add(x, row), outputs[0].shape)] : undefined;
};

/** (x + row) + other row = x + (row + other row), as for a bias followed by an offset. */
const rowsFirst: Rule = ({ operator, inputs }) => {
  if (operator !== 'Add') return undefined;
  const [a, b] = inputs as readonly [Value, Value];
  const [sum, row] = isRow(b) ? [a, b] : [b, a];
  const [c, d] = inputsOf(sum, 'Add') ?? [];
  if (!c || !d || !isRow(row)) return undefined;
  const [x, other] = isRow(d) ? [c, d] : [d, c];
  return isRow(other) && x.shape.length > 1 ? [add(x, add(other, row))] : undefined;
};

const isRow = ({ shape }: Value): boolean => shape.length === 1 && itemAt(shape, 0) > 1;

/** Rules for repeated and reshaped values. */
export const broadcasts: readonly Rule[] = [
  withoutReshapes,
  withoutOnes,
  withoutExpand,
  expandLast,
  reshapeAfterRow,
  rowsFirst,
];
