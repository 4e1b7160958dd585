import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** The weights of a model by name. */
export type Weights = Readonly<Record<string, Tensor>>;

/** The loss of a batch `[batch, observed]`, in nats, with its noise. */
export type Loss = (weights: Weights, batch: Tensor2D, noise: readonly Tensor2D[]) => Scalar;
