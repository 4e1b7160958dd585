/**
 * Minimal layers that declare roles. Core reads only the roles of layers, so these suffice.
 */
import { itemAt } from '@helmholtz/base';
import { type Tensor, exp, mul, scalar } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import { Bernoulli, binaryOrGrey, type Distribution, Normal, realLine } from '@helmholtz/distributions';
import '@helmholtz/testing/cpu-backend';

// TensorFlow.js exports the input layer's factory but not its class.
const InputLayer = layers.inputLayer({ inputShape: [1] }).constructor as new (config: object) => layers.Layer;

class NoiseInput extends InputLayer {
  static readonly className: string = 'TestNoiseInput';
  readonly role = 'noise';

  constructor(
    readonly variable: string,
    name: string,
    size: number,
    readonly source: string,
  ) {
    super({ batchInputShape: [null, size], name });
  }
}

export function noiseInput(variable: string, size: number, noise = 'standardNormal'): SymbolicTensor {
  return itemAt(
    itemAt(new NoiseInput(variable, `${variable}_noise`, size, noise).inboundNodes, 0).outputTensors,
    0,
  );
}

type Shape = (number | null)[];

/** KL(N(loc, exp(logVariance)), N(0, 1)), or against the prior of a third and fourth input. */
export class Divergence extends layers.Layer {
  static readonly className: string = 'TestDivergence';
  readonly role = 'kl';
  readonly posteriorName = 'normal';
  readonly priorName = 'standardNormal';
  readonly posteriorParameters = 2;

  constructor(readonly variable: string) {
    super({ name: `${variable}_kl` });
  }

  posterior([loc, logVariance]: readonly Tensor[]): Distribution {
    return Normal.fromLogVariance(loc!, logVariance!);
  }

  prior(parameters: readonly Tensor[]): Distribution {
    return parameters.length === 0 ? new Normal(scalar(0), scalar(1)) : this.posterior(parameters);
  }

  override computeOutputShape(inputShapes: Shape | Shape[]): Shape[] {
    return (inputShapes as Shape[]).slice(0, 2);
  }

  override call(inputs: Tensor | Tensor[]): Tensor[] {
    return (inputs as Tensor[]).slice(0, 2);
  }
}

abstract class Elementwise extends layers.Layer {
  abstract transform(input: Tensor): Tensor;

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return this.transform(Array.isArray(inputs) ? itemAt(inputs, 0) : inputs);
  }
}

export class Latent extends Elementwise {
  static readonly className: string = 'TestLatent';
  readonly role = 'latent';

  constructor(readonly variable: string) {
    super({ name: variable });
  }

  transform(value: Tensor): Tensor {
    return value;
  }
}

export class Scale extends Elementwise {
  static readonly className: string = 'TestScale';

  transform(logVariance: Tensor): Tensor {
    return exp(mul(logVariance, 0.5));
  }
}

export class Likelihood extends Elementwise {
  static readonly className: string = 'TestLikelihood';
  readonly role = 'likelihood';

  constructor(
    readonly variable: string,
    readonly family: 'bernoulli' | 'normal',
  ) {
    super({ name: `${variable}_likelihood` });
  }

  get support() {
    return this.family === 'bernoulli' ? binaryOrGrey : realLine;
  }

  distribution(parameters: Tensor): Distribution {
    return this.family === 'bernoulli' ? new Bernoulli(parameters) : new Normal(parameters, scalar(1));
  }

  transform(parameters: Tensor): Tensor {
    return parameters;
  }
}
