import type { Examples } from '@helmholtz/core';
import { encodeNpy } from '@helmholtz/datasets';

/**
 * Returns examples as a .npy file of float32, [count, ...shape].
 *
 * @example
 * ```ts
 * import { examplesNpy } from '@helmholtz/analysis';
 *
 * const bytes = examplesNpy({ count: 1, shape: [2], values: Float32Array.of(0.5, -1) });
 * console.log(bytes.length); // 136
 * ```
 */
export function examplesNpy({ count, shape, values }: Examples): Uint8Array {
  return encodeNpy({ shape: [count, ...shape], data: values });
}

/**
 * Returns the name of a variable as a part of a file's name: `z:2` is not allowed everywhere.
 *
 * @example
 * ```ts
 * import { fileName } from '@helmholtz/analysis';
 *
 * console.log(fileName('z:2')); // z-2
 * ```
 */
export function fileName(variable: string): string {
  return variable.replaceAll(/[^\w.-]/g, '-');
}
