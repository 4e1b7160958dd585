import { parametersOf } from './parameters.js';
import type { Work } from './work.js';

/**
 * The floating-point operations of the matrix products and convolutions in one training step,
 * forward and backward.
 *
 * Each product costs two operations a multiplication forward, and as many again for each of its two
 * gradients, but for the first layer, whose input needs none. What is elementwise is not counted,
 * so that the share of the peak that it gives is a lower bound.
 */
export function stepFlops({ model, batch }: Work): number {
  if (model.model === 'matrix-product') return 2 * model.side ** 3;
  let flops = 0;
  for (const { name, shape } of parametersOf(model)) {
    if (!name.endsWith('.kernel')) continue;
    const weights = shape.reduce((product, length) => product * length, 1);
    flops += 2 * weights * timesUsed(name) * (readsData(name) ? 2 : 3);
  }
  return flops;

  function timesUsed(name: string): number {
    const [layer, index] = name.split('.') as [string, string];
    if (model.model === 'convolutional-vae') {
      const { side, filters } = model;
      // A convolution's filters are used at each pixel of its output, a transposed one's at each of
      // its input.
      if (layer === 'convolution') return batch * (side / 2 ** (Number(index) + 1)) ** 2;
      if (layer === 'transposed') return batch * (side / 2 ** (filters.length - Number(index))) ** 2;
    }
    // The network that reads the data runs once for all samples.
    const repeated = model.model === 'importance-weighted' && layer !== 'lowerPosterior';
    return repeated ? batch * model.samples : batch;
  }

  function readsData(name: string): boolean {
    return ['encoder.0', 'convolution.0', 'lowerPosterior.hidden.0'].some(
      (first) =>
        name.startsWith(`${first}.`) && (model.model !== 'convolutional-vae' || first !== 'encoder.0'),
    );
  }
}
