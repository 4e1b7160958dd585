import { itemAt } from '@helmholtz/base';
import { Bernoulli, type Distribution, RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { type Tensor, scalar } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

import { LatentVariableModel } from '../graph/model.js';
import { Latent, Likelihood, noiseInput } from './role-layers.js';

/** Three binary units with a prior of 1/2, over x of four elements, in linear networks. */
export function tinyBinary(seed = 0): LatentVariableModel {
  return withSeededRandom(new RandomStream(seed, 'binary'), () => {
    const dense = (name: string, features: SymbolicTensor, units: number): SymbolicTensor =>
      layers.dense({ units, name }).apply(features) as SymbolicTensor;
    const x = input({ shape: [4], name: 'x' });
    const logits = new BinaryDivergence('z').apply(dense('z_logits', x, 3)) as SymbolicTensor;
    const noise = noiseInput('z', 3, 'uniform');
    const draw = new BinaryDraw({ name: 'z_draw' }).apply([logits, noise]) as SymbolicTensor;
    const z = new Latent('z').apply(draw) as SymbolicTensor;
    const head = new Likelihood('x', 'bernoulli').apply(dense('generative', z, 4)) as SymbolicTensor;
    return new LatentVariableModel(model({ name: 'binary', inputs: [x, noise], outputs: [head] }));
  });
}

type Shape = (number | null)[];

class BinaryDivergence extends layers.Layer {
  static readonly className: string = 'TestBinaryDivergence';
  readonly role = 'kl';
  readonly posteriorName = 'bernoulli';
  readonly priorName = 'bernoulli';
  readonly posteriorParameters = 1;

  constructor(readonly variable: string) {
    super({ name: `${variable}_kl` });
  }

  posterior(parameters: readonly Tensor[]): Distribution {
    return new Bernoulli(itemAt(parameters, 0));
  }

  prior(): Distribution {
    return new Bernoulli(scalar(0));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return Array.isArray(inputs) ? itemAt(inputs, 0) : inputs;
  }
}

class BinaryDraw extends layers.Layer {
  static readonly className: string = 'TestBinaryDraw';

  override computeOutputShape(inputShapes: Shape | Shape[]): Shape {
    return itemAt(inputShapes as Shape[], 0);
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [logits, noise] = [itemAt(inputs as Tensor[], 0), itemAt(inputs as Tensor[], 1)];
    return new Bernoulli(logits).sample(noise);
  }
}
