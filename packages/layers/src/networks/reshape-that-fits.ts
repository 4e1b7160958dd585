import { HelmholtzError } from '@helmholtz/base';
import type { LayerSpec } from '@helmholtz/core';

import { declaredChild } from './wrapper-from-spec.js';

/**
 * Checks the `targetShape` of a reshape, and computes its axis of length -1. TensorFlow.js checks
 * it only when it runs, since the length of the batch axis is unknown before.
 *
 * @param before shape of the layer's input, without the batch axis.
 * @returns any other layer unchanged.
 * @throws HelmholtzError (`usage`) with both shapes and numbers of values.
 */
export function reshapeThatFits(spec: LayerSpec, before: readonly (number | null)[]): LayerSpec {
  const { layer, targetShape } = spec;
  const child = declaredChild(spec);
  if (child) return { ...spec, child: reshapeThatFits(child, before.slice(1)) };
  if (layer.toLowerCase() !== 'reshape' || !isShape(targetShape)) return spec;
  const values = before.reduce<number>((product, length) => product * (length ?? NaN), 1);
  if (Number.isNaN(values)) return spec;
  const open = targetShape.indexOf(-1);
  const others = targetShape.reduce(
    (product, length, axis) => (axis === open ? product : product * length),
    1,
  );
  const fits = open === -1 ? others === values : values % others === 0;
  if (fits) {
    return open === -1 ? spec : { ...spec, targetShape: targetShape.with(open, values / others) };
  }
  throw new HelmholtzError(
    'usage',
    `The layer "${layer}" cannot make [${targetShape.join(', ')}] from [${before.join(', ')}].`,
    {
      hint:
        open === -1
          ? `They have ${others} and ${values} values. Change targetShape, or the layer before: its size must be ${others}.`
          : `${values} values are no multiple of ${others}. Change targetShape, or the layer before.`,
    },
  );
}

function isShape(shape: unknown): shape is number[] {
  if (!Array.isArray(shape)) return false;
  const lengths = shape as readonly unknown[];
  const positive = lengths.every(
    (length) => Number.isInteger(length) && (length === -1 || Number(length) > 0),
  );
  return positive && lengths.filter((length) => length === -1).length <= 1;
}
