import { itemAt } from '@helmholtz/base';
import { tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

import { LatentVariableModel } from '../graph/model.js';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { Divergence, Latent, Likelihood, Scale, noiseInput } from './role-layers.js';

/**
 * Model with two stochastic layers and linear networks: z2 ~ N(0, 1), z1 given z2, x given z1 with
 * unit scale; q(z1 given x) and q(z2 given z1). x has two elements.
 */
export function tinyHierarchy(seed = 0): LatentVariableModel {
  return withSeededRandom(new RandomStream(seed, 'hierarchy'), () => {
    const dense = (name: string, features: SymbolicTensor, units = 1): SymbolicTensor =>
      layers
        .dense({ units, name, kernelInitializer: 'randomNormal', biasInitializer: 'randomNormal' })
        .apply(features) as SymbolicTensor;
    const normal = (name: string, features: SymbolicTensor): SymbolicTensor[] => [
      dense(`${name}_loc`, features),
      dense(`${name}_log_variance`, features),
    ];
    const x = input({ shape: [2], name: 'x' });
    const [noise1, noise2] = [noiseInput('z1', 1), noiseInput('z2', 1)];
    const draw = (
      name: string,
      [loc, logVariance]: SymbolicTensor[],
      noise: SymbolicTensor,
    ): SymbolicTensor => {
      const scale = new Scale({ name: `${name}_scale` }).apply(logVariance!) as SymbolicTensor;
      const scaled = layers.multiply({ name: `${name}_scaled` }).apply([scale, noise]) as SymbolicTensor;
      const sum = layers.add({ name: `${name}_sum` }).apply([loc!, scaled]) as SymbolicTensor;
      return new Latent(name).apply(sum) as SymbolicTensor;
    };
    const q1 = normal('z1', x);
    const z1 = draw('z1', q1, noise1);
    const q2 = new Divergence('z2').apply(normal('z2', z1)) as SymbolicTensor[];
    const z2 = draw('z2', q2, noise2);
    // The divergence of z1 needs its prior, which is computed after z2. No layer follows it.
    const [loc1] = new Divergence('z1').apply([...q1, ...normal('z1_prior', z2)]) as SymbolicTensor[];
    const head = new Likelihood('x', 'normal').apply(dense('x_loc', z1, 2)) as SymbolicTensor;
    return new LatentVariableModel(
      model({ name: 'hierarchy', inputs: [x, noise1, noise2], outputs: [head, loc1!] }),
    );
  });
}

/** Gives it weights with which both posteriors are the true ones. */
export function makeExact(hierarchy: LatentVariableModel): void {
  const [a, variance] = [0.8, 0.36];
  const b = [1.5, -0.7];
  const precision1 = 1 / (a ** 2 + variance) + itemAt(b, 0) ** 2 + itemAt(b, 1) ** 2;
  const precision2 = 1 + a ** 2 / variance;
  const values: Record<string, number[]> = {
    'z1_loc/kernel': b.map((weight) => weight / precision1),
    'z1_log_variance/kernel': [0, 0],
    'z1_log_variance/bias': [-Math.log(precision1)],
    'z2_loc/kernel': [a / variance / precision2],
    'z2_log_variance/kernel': [0],
    'z2_log_variance/bias': [-Math.log(precision2)],
    'z1_prior_loc/kernel': [a],
    'z1_prior_log_variance/kernel': [0],
    'z1_prior_log_variance/bias': [Math.log(variance)],
    'x_loc/kernel': b,
  };
  for (const [name, weight] of hierarchy.weights) {
    const { shape } = weight;
    const size = (shape as number[]).reduce((product, length) => product * length, 1);
    weight.write(tensor(values[name] ?? new Array<number>(size).fill(0), shape as number[]));
  }
}
