import type { Examples } from '@helmholtz/core';
import { encodeNpy } from '@helmholtz/datasets';

/** Examples as a .npy file of float32, [count, ...shape]. */
export function examplesNpy({ count, shape, values }: Examples): Uint8Array {
  return encodeNpy({ shape: [count, ...shape], data: values });
}

/** The name of a variable as a part of a file's: one that is used again is called `z:2`, which is no name of a file everywhere. */
export function fileName(variable: string): string {
  return variable.replaceAll(/[^\w.-]/g, '-');
}
