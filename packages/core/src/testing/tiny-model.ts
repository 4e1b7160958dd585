import { itemAt } from '@helmholtz/base';
import { type LayersModel, type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

import { LatentVariableModel } from '../graph/model.js';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import type { SingleDataset } from '../training/dataset.js';
import { Divergence, Latent, Likelihood, Scale, noiseInput } from './role-layers.js';

export interface TinyOptions {
  readonly seed?: number;
  readonly family?: 'bernoulli' | 'normal';
  readonly noise?: string;
  /** Shape of x, with four elements. */
  readonly shape?: number[];
  /** Layers between the input and the posterior. */
  readonly recognition?: () => layers.Layer[];
}

/** A VAE of x, four elements, through z, two: small enough to train in milliseconds. */
export function tinyModel(options: TinyOptions = {}): LatentVariableModel {
  return new LatentVariableModel(tinyGraph(options));
}

export function tinyGraph({
  seed = 0,
  family = 'bernoulli',
  noise = 'standardNormal',
  shape = [4],
  recognition = () => [layers.dense({ units: 8, activation: 'tanh', name: 'hidden' })],
}: TinyOptions = {}): LayersModel {
  return withSeededRandom(new RandomStream(seed, 'tiny'), () => {
    const x = input({ shape, name: 'x' });
    const before = shape.length > 1 ? [layers.flatten({ name: 'flat' })] : [];
    const features = [...before, ...recognition()].reduce(
      (tensor, layer) => layer.apply(tensor) as SymbolicTensor,
      x,
    );
    const dense = (name: string): SymbolicTensor =>
      layers.dense({ units: 2, name }).apply(features) as SymbolicTensor;
    const [loc, logVariance] = new Divergence('z').apply([
      dense('z_loc'),
      dense('z_log_variance'),
    ]) as SymbolicTensor[];
    const scale = new Scale({ name: 'z_scale' }).apply(logVariance!) as SymbolicTensor;
    const epsilon = noiseInput('z', 2, noise);
    const scaled = layers.multiply({ name: 'z_scaled_noise' }).apply([scale, epsilon]) as SymbolicTensor;
    const sum = layers.add({ name: 'z_sum' }).apply([loc!, scaled]) as SymbolicTensor;
    const z = new Latent('z').apply(sum) as SymbolicTensor;
    const generated = layers.dense({ units: 4, name: 'generative' }).apply(z) as SymbolicTensor;
    const parameters =
      shape.length > 1 ? layers.reshape({ targetShape: shape, name: 'shaped' }).apply(generated) : generated;
    const head = new Likelihood('x', family).apply(parameters) as SymbolicTensor;
    return model({ name: 'tiny', inputs: [x, epsilon], outputs: [head] });
  });
}

/** Examples from rows of numbers, counting how often each has been read. */
export function rowsOf(
  rows: readonly (readonly number[])[],
): SingleDataset & { readonly timesRead: number[] } {
  const timesRead = rows.map(() => 0);
  return {
    name: 'rows',
    size: rows.length,
    shape: [rows[0]?.length ?? 4],
    fixed: true,
    timesRead,
    read(indices, out) {
      Array.from(indices).forEach((row, position) => {
        timesRead[row]!++;
        out.set(itemAt(rows, row), position * itemAt(rows, row).length);
      });
    },
  };
}

/** Noisy copies of two patterns, which one latent distinguishes. */
export function patterns(count: number, seed = 0): ReturnType<typeof rowsOf> {
  const random = new RandomStream(seed, 'patterns');
  return rowsOf(
    Array.from({ length: count }, () => {
      const kind = random.next() < 0.5;
      return [0, 1, 2, 3].map((element) => ((random.next() < 0.9 ? kind : !kind) === element < 2 ? 1 : 0));
    }),
  );
}
