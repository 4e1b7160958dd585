import { type Examples, sizeOf } from '@helmholtz/core';

/** Every tenth code is held out. */
const EVERY = 10;

/** Splits codes into those to fit a density to, and every tenth. Of fewer than 20, both are all. */
export function splitHeldOut(codes: Examples): { readonly train: Examples; readonly heldOut: Examples } {
  if (codes.count < 2 * EVERY) return { train: codes, heldOut: codes };
  const isHeldOut = (row: number): boolean => row % EVERY === EVERY - 1;
  return { train: chosen(codes, (row) => !isHeldOut(row)), heldOut: chosen(codes, isHeldOut) };
}

function chosen({ count, shape, values }: Examples, isChosen: (row: number) => boolean): Examples {
  const size = sizeOf(shape);
  const rows = Array.from({ length: count }, (_, row) => row).filter(isChosen);
  const chosenValues = new Float32Array(rows.length * size);
  rows.forEach((row, at) => chosenValues.set(values.subarray(row * size, (row + 1) * size), at * size));
  return { count: rows.length, shape, values: chosenValues };
}
