/**
 * A VAE of dense layers with relu, a Bernoulli likelihood from logits and an analytic KL
 * divergence.
 */
export interface DenseVae {
  readonly model: 'dense-vae';
  readonly observed: number;
  /** Units of the recognition network's hidden layers; the generative network mirrors them. */
  readonly hidden: readonly number[];
  readonly latent: number;
}

/**
 * A VAE of convolutions (filters 4 by 4, stride 2, "same") and dense layers with relu, mirrored by
 * transposed convolutions; a Gaussian likelihood of unit scale around their sigmoid, an analytic KL
 * divergence.
 */
export interface ConvolutionalVae {
  readonly model: 'convolutional-vae';
  /** Images are square, of one channel. */
  readonly side: number;
  readonly filters: readonly number[];
  readonly hidden: number;
  readonly latent: number;
}

/**
 * Two stochastic layers of dense tanh networks, each posterior and prior a diagonal Gaussian whose
 * scale is the exponential of a linear layer; a Bernoulli likelihood from logits; the
 * importance-weighted bound of several samples.
 */
export interface ImportanceWeightedModel {
  readonly model: 'importance-weighted';
  readonly observed: number;
  /** For each stochastic layer, its networks' hidden layers and its size. */
  readonly layers: readonly [StochasticLayer, StochasticLayer];
  readonly samples: number;
}

export interface StochasticLayer {
  readonly hidden: readonly number[];
  readonly latent: number;
}

/** A plain product of two square matrices: what a machine can do at best. */
export interface MatrixProduct {
  readonly model: 'matrix-product';
  readonly side: number;
}

export type Model = DenseVae | ConvolutionalVae | ImportanceWeightedModel | MatrixProduct;

/** What is trained, with Adam at a learning rate of 1e-3, on batches of how many examples. */
export interface Work<Kind extends Model = Model> {
  readonly name: string;
  readonly title: string;
  readonly model: Kind;
  readonly batch: number;
}

export const LEARNING_RATE = 1e-3;
/**
 * Small, for libraries differ in where it goes: added to the root of the second moment before or
 * after the correction of its bias, which with tiny gradients makes other losses.
 */
export const ADAM_EPSILON = 1e-10;

/** The size of one example. */
export function observedSize(model: Model): number {
  if (model.model === 'matrix-product') return 0;
  return model.model === 'convolutional-vae' ? model.side ** 2 : model.observed;
}

/** The shapes of the standard normal noise that one step takes. */
export function noiseShapes({ model, batch }: Work): number[][] {
  switch (model.model) {
    case 'dense-vae':
    case 'convolutional-vae':
      return [[batch, model.latent]];
    case 'importance-weighted':
      return model.layers.map(({ latent }) => [model.samples * batch, latent]);
    case 'matrix-product':
      return [];
  }
}
