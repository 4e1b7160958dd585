import { entryOf, itemAt } from './item-at.js';
import { linearize } from './linearize.js';
import { multiply } from './operators/elementwise.js';
import { MICROSOFT, operation as call, scalarConstant } from './operators/operation.js';
import { type Rule, rewrite } from './rewrite.js';
import { simplifications } from './rules/index.js';
import { isScalar } from './rules/parts.js';
import type { Operation, Value } from './value.js';

const FUSED = `${MICROSOFT}FusedMatMul`;

/**
 * Moves scalar factors into matrix products, which apply them at no cost.
 *
 * In Adam, a product g occurs only as a multiple and as a square: b m + (1 - b) g and c v + (1 - c)
 * g^2. The product then becomes (1 - b) g, and the square gets the remaining factor.
 */
export function scaleProducts(outputs: readonly Value[]): Value[] {
  const factors = factorsOf(outputs);
  return rewrite(outputs, (leaf) => leaf, [scaledProduct(factors), ...simplifications]);
}

/** Factor for each product. */
function factorsOf(outputs: readonly Value[]): ReadonlyMap<Value, number> {
  const consumers = new Map<Value, Operation[]>();
  const { operations } = linearize(outputs);
  for (const consumer of operations) {
    for (const input of new Set(consumer.inputs)) {
      if (input && isProduct(input)) consumers.set(input, [...(consumers.get(input) ?? []), consumer]);
    }
  }
  const factors = new Map<Value, number>();
  for (const [product, uses] of consumers) {
    if (outputs.includes(product)) continue;
    const multiples = uses.map((use) => factorOf(use, product));
    const factor = multiples.find((multiple) => multiple !== undefined && isModerate(multiple));
    if (
      factor === undefined ||
      !uses.every((use, at) => multiples[at] !== undefined || isSquare(use, product))
    )
      continue;
    factors.set(product, factor);
  }
  return factors;
}

/** Other factors could leave float32's range or precision when the scaled product is squared. */
function isModerate(factor: number): boolean {
  return Math.abs(factor) >= 1e-4 && Math.abs(factor) <= 1e4;
}

function isProduct({ producer, type }: Value): boolean {
  if (type !== 'float32' || (producer?.operator !== FUSED && producer?.operator !== 'MatMul')) return false;
  return producer.attributes['alpha'] === undefined;
}

/** Returns the number by which an operation multiplies a product, if it does only that. */
function factorOf({ operator, inputs, outputs }: Operation, product: Value): number | undefined {
  if (operator !== 'Mul' || outputs[0].shape.join() !== product.shape.join()) return undefined;
  const factor = inputs[0] === product ? itemAt(inputs, 1) : itemAt(inputs, 0);
  return isScalar(factor) && factor.literal !== undefined ? Number(factor.knownData[0]) : undefined;
}

function isSquare({ operator, inputs }: Operation, product: Value): boolean {
  return operator === 'Mul' && inputs[0] === product && inputs[1] === product;
}

function scaledProduct(factors: ReadonlyMap<Value, number>): Rule {
  return ({ operator, inputs, attributes, outputs, cost }, original) => {
    const ownFactor = factors.get(original.outputs[0]);
    if (ownFactor !== undefined && attributes['alpha'] === undefined) {
      const transposed = { transA: 0, transB: 0, ...attributes };
      return [call(FUSED, inputs, outputs[0], { ...transposed, alpha: { float: ownFactor } }, cost)];
    }
    const product = original.inputs.find((input) => input && factors.has(input));
    if (!product || operator !== 'Mul') return undefined;
    const factor = entryOf(factors, product);
    const [a, b] = inputs as readonly [Value, Value];
    if (isSquare(original, product)) {
      return a === b ? [multiply(multiply(a, a), scalarConstant(1 / factor ** 2))] : undefined;
    }
    const productIndex = original.inputs.indexOf(product);
    // The rest of another multiple is not rewritten again.
    if (inputs[1 - productIndex] !== original.inputs[1 - productIndex]) return undefined;
    const multiple = factorOf(original, product)!;
    return [
      multiple === factor
        ? itemAt(inputs, productIndex)
        : multiply(itemAt(inputs, productIndex), scalarConstant(multiple / factor)),
    ];
  };
}
