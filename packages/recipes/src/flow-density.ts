import { drawNoise, type Examples, inBatches, LatentVariableModel } from '@helmholtz/core';
import { flowLikelihood, latentVariableGraph, parameter } from '@helmholtz/layers';
import { zeros } from '@tensorflow/tfjs-core';
import { input, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** Density of vectors by a normalizing flow, to train as any model. */
export interface FlowDensity {
  /** Model of the observed variable `x` without latents. */
  readonly model: LatentVariableModel;
  /** Draws vectors, [count, size]. */
  draws(count: number, seed: number): Promise<Examples>;
}

/**
 * Creates a density of vectors by a normalizing flow: eight affine couplings, or splines for vectors
 * of one element. The vectors should have mean 0 and variance 1.
 *
 * @param size number of elements of a vector.
 *
 * @example
 * ```ts
 * import { flowDensity } from '@helmholtz/recipes';
 *
 * const density = flowDensity(2);
 * console.log((await density.draws(3, 0)).shape); // [ 2 ]
 * ```
 */
export function flowDensity(size: number): FlowDensity {
  const x = input({ shape: [size], name: 'x' });
  const loc = parameter({ shape: [size], name: 'loc', trainable: false }).apply(x) as SymbolicTensor;
  const coupling = { name: 'affineCoupling' as const, repeat: 8, hidden: [64, 64] };
  const step = size === 1 ? { name: 'maskedAutoregressiveSpline' as const, repeat: 2 } : coupling;
  const head = flowLikelihood({ variable: 'x', steps: [step] });
  const output = head.apply(loc) as SymbolicTensor;
  const graph = latentVariableGraph({ name: 'flow_density', inputs: [x], outputs: [output] });
  return {
    model: new LatentVariableModel(graph),
    async draws(count, seed) {
      return inBatches(count, (start, end) => {
        const distribution = head.distribution(zeros([end - start, size]));
        const variable = { name: 'x', shape: [size], source: distribution.noise };
        const [noise] = drawNoise([variable], end - start, seed, ['flow', start]);
        return distribution.sample(noise!);
      });
    },
  };
}
