import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';

import { improveWasm } from './improve-wasm.js';

let isImproved = false;

/**
 * Sets the wasm backend of TensorFlow.js, with all kernels that training needs.
 *
 * @param onBridged called once with the name of each kernel that runs on the cpu backend.
 * @returns whether the backend could be initialized.
 *
 * @example
 * ```ts
 * import { useWasm } from '@helmholtz/backend-wasm';
 * import { matMul, tensor2d } from '@tensorflow/tfjs-core';
 *
 * await useWasm();
 * const a = tensor2d([[1, 2]]);
 * console.log(matMul(a, a, false, true).arraySync()); // [ [ 5 ] ]
 * ```
 */
export async function useWasm(onBridged: (kernel: string) => void = () => undefined): Promise<boolean> {
  if (!(await setBackend('wasm'))) return false;
  if (!isImproved) improveWasm(onBridged);
  isImproved = true;
  return true;
}
