import { derive, type Dataset } from '../dataset.js';

/** Scales bytes, 0 to 255, to grey values in [0, 1]. */
export function greyscale(dataset: Dataset): Dataset {
  return derive(dataset, {
    read(indices, out, random) {
      dataset.read(indices, out, random);
      for (let i = 0; i < out.length; i++) out[i]! /= 255;
    },
  });
}
