import { itemAt } from '@helmholtz/base';
import { type Tensor, customGrad, mul } from '@tensorflow/tfjs-core';

import { reducedTo } from './reduced-to.js';

/**
 * A quantile with implicit gradients by its parameters (Figurnov et al. 2018): with F the
 * distribution function and p its density, dx / d parameter = -(dF / d parameter) / p(x). None
 * passes to the probability.
 *
 * @param quantile at the parameters.
 * @param slopes of the quantile by each parameter, of its shape, from it and the parameters.
 */
export function implicit(
  quantile: (...parameters: Tensor[]) => Tensor,
  slopes: (quantile: Tensor, ...parameters: Tensor[]) => readonly Tensor[],
): (...parameters: Tensor[]) => Tensor {
  return customGrad((...inputs) => {
    const save = inputs.pop() as unknown as (tensors: Tensor[]) => void;
    const parameters = inputs as Tensor[];
    const value = quantile(...parameters);
    save([value, ...parameters]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [at, ...given] = saved as [Tensor, ...Tensor[]];
        return slopes(at, ...given).map((slope, index) => reducedTo(mul(dy, slope), itemAt(given, index)));
      },
    };
  });
}
