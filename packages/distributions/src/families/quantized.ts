import { type Tensor, fill, scalar, zeros } from '@tensorflow/tfjs-core';

import { closedFormKl } from '../closed-form-kl.js';
import { Distribution } from '../distribution.js';
import type { Support } from '../support.js';

/** Codes of a codebook, which are vectors along the last axis. */
export const quantizedCodes: Support = {
  description: 'vectors of a codebook along the last axis',
  contains: (value) => Number.isFinite(value),
};

/** What a quantized value knows besides itself. */
export interface QuantizedParts {
  /** Output of the encoder, [..., size]. */
  readonly encoded: Tensor;
  /** The nearest code, [..., size], with the gradient of the codebook if it has one. */
  readonly quantized: Tensor;
  /** Returns the code of each position, one-hot, [positions, codes]; missing for very many codes. */
  readonly chosen?: (() => Tensor) | undefined;
  /** Codebook that the objective learns; undefined for codes without weights. */
  readonly codebook?: LearnedCodebook | undefined;
}

/** Codebook of learned vectors. */
export interface LearnedCodebook {
  /** Whether a loss learns it, by its gradient. */
  readonly byLoss: boolean;
  /** Updates averages and replaces unused codes. Call it once in each training step. */
  readonly learn: () => void;
}

/**
 * Distribution of one code, with the probability 1: the posterior of vector quantization. An event
 * is a vector along the last axis.
 *
 * @example
 * ```ts
 * import { Quantized } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const [encoded, quantized] = [tensor([[0.9, 0.2]]), tensor([[1, 0]])];
 * const posterior = new Quantized({ encoded, quantized, chosen: () => tensor([[0, 1]]) });
 * console.log(posterior.logProb(quantized).dataSync()[0]); // 0
 * ```
 */
export class Quantized extends Distribution {
  readonly family = 'quantized';
  readonly support = quantizedCodes;
  readonly noise = 'zero';
  override readonly eventRank = 1;

  constructor(readonly parts: QuantizedParts) {
    super();
  }

  /** log 1 at its code. Other values are not compared. */
  logProb(value: Tensor): Tensor {
    return zeros(value.shape.slice(0, -1));
  }

  sample(): Tensor {
    return this.parts.quantized;
  }

  override mean(): Tensor {
    return this.parts.quantized;
  }

  override entropy(): Tensor {
    return zeros(this.parts.quantized.shape.slice(0, -1));
  }
}

/** Codes of a codebook by their numbers, from 0. */
export interface CodeNumbers {
  /** Returns the number of each code, [...], of codes [..., size]. */
  readonly numbersOf: (codes: Tensor) => Tensor;
  /** Returns the codes, [..., size], of numbers [...]. */
  readonly codesOf: (numbers: Tensor) => Tensor;
}

/**
 * Uniform distribution over the codes of a codebook. An event is a vector along the last axis.
 *
 * @example
 * ```ts
 * import { UniformCodes } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const prior = new UniformCodes(4, (uniform) => uniform);
 * console.log(prior.logProb(tensor([[0, 1]])).dataSync()[0]?.toFixed(3)); // -1.386
 * ```
 */
export class UniformCodes extends Distribution {
  readonly family = 'uniformCodes';
  readonly support = quantizedCodes;
  readonly noise = 'uniform';
  override readonly eventRank = 1;

  /**
   * @param codes number of codes.
   * @param codeAt returns codes for uniform noise, [..., size].
   * @param numbers numbers of the codes, for a learned prior over them.
   */
  constructor(
    readonly codes: number,
    private readonly codeAt: (noise: Tensor) => Tensor,
    readonly numbers?: CodeNumbers,
  ) {
    super();
  }

  logProb(value: Tensor): Tensor {
    return fill(value.shape.slice(0, -1), -Math.log(this.codes));
  }

  sample(noise: Tensor): Tensor {
    return this.codeAt(noise);
  }
}

/** KL(q, p) = log of the number of codes, for each position. */
export const quantizedKl = closedFormKl<Quantized, UniformCodes>('quantized', 'uniformCodes', (q, p) => {
  const shape = q.parts.quantized.shape.slice(0, -1);
  return shape.length === 0 ? scalar(Math.log(p.codes)) : fill(shape, Math.log(p.codes));
});
