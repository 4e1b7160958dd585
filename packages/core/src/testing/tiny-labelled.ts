import { itemAt } from '@helmholtz/base';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

import { LatentVariableModel } from '../graph/model.js';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { Divergence, Latent, Likelihood, Scale, noiseInput } from './role-layers.js';

/** Counts how often it is run. */
export class Counting extends layers.Layer {
  static readonly className: string = 'Counting';
  runs = 0;

  override call(inputs: Tensor | Tensor[]): Tensor {
    // The first call is that of the building.
    this.runs++;
    return Array.isArray(inputs) ? itemAt(inputs, 0) : inputs;
  }
}

/** p(x given z and a label of three classes), q(z given x): x has four elements, z two. */
export function tinyLabelled(seed = 0): {
  readonly model: LatentVariableModel;
  /** Counts the calls behind a layer that depends on x alone, and on the label. */
  readonly counted: Readonly<Record<'x' | 'label', Counting>>;
} {
  return withSeededRandom(new RandomStream(seed, 'labelled'), () => {
    const counted = { x: new Counting({ name: 'count_x' }), label: new Counting({ name: 'count_label' }) };
    const dense = (name: string, given: SymbolicTensor, units: number): SymbolicTensor =>
      layers.dense({ units, name }).apply(given) as SymbolicTensor;
    const x = input({ shape: [4], name: 'x' });
    const label = input({ shape: [3], name: 'label' });
    const features = counted.x.apply(dense('features', x, 5)) as SymbolicTensor;
    const [loc, logVariance] = new Divergence('z').apply([
      dense('z_loc', features, 2),
      dense('z_log_variance', features, 2),
    ]) as [SymbolicTensor, SymbolicTensor];
    const scale = new Scale({ name: 'z_scale' }).apply(logVariance) as SymbolicTensor;
    const noise = noiseInput('z', 2);
    const scaled = layers.multiply({ name: 'z_scaled' }).apply([scale, noise]) as SymbolicTensor;
    const z = new Latent('z').apply(layers.add({ name: 'z_sum' }).apply([loc, scaled])) as SymbolicTensor;
    const ofLabel = counted.label.apply(dense('embedded', label, 4)) as SymbolicTensor;
    const logits = layers.add({ name: 'logits' }).apply([dense('generative', z, 4), ofLabel]);
    const head = new Likelihood('x', 'bernoulli').apply(logits) as SymbolicTensor;
    const graph = model({ name: 'labelled', inputs: [x, label, noise], outputs: [head] });
    return { model: new LatentVariableModel(graph), counted };
  });
}
