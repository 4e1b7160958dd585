import { derive, type Dataset } from '../dataset.js';

/**
 * Scales bytes from 0 to 255 to grey values in [0, 1].
 *
 * @example
 * ```ts
 * import { arrayDataset, greyscale } from '@helmholtz/datasets';
 *
 * const bytes = arrayDataset({ name: 'bytes', shape: [2], data: [[0, 255]] });
 * const out = new Float32Array(2);
 * greyscale(bytes).read(Uint32Array.of(0), out, { next: () => 0 });
 * console.log(out); // Float32Array(2) [ 0, 1 ]
 * ```
 */
export function greyscale(dataset: Dataset): Dataset {
  return derive(dataset, {
    read(indices, out, random) {
      dataset.read(indices, out, random);
      for (let i = 0; i < out.length; i++) out[i]! /= 255;
    },
  });
}
