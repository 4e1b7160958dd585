import type { DivergenceLayer } from '@helmholtz/core';
import { Quantized, UniformCodes, constantIn, stopGradient } from '@helmholtz/distributions';
import {
  type Tensor,
  add,
  argMax,
  argMin,
  cast,
  div,
  expandDims,
  fill,
  floor,
  gather,
  less,
  matMul,
  mul,
  oneHot,
  reshape,
  slice,
  square,
  sub,
  sum,
  tidy,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';

import { type LayerConfig, type Named, type Shape, TensorLayer } from '../layer.js';
import { straightThrough } from './straight-through.js';

/** How a codebook is learned. */
export type CodebookUpdate = 'averages' | 'loss';

interface VectorQuantizationConfig extends LayerConfig {
  readonly variable: Named;
  /** Number of codes. */
  readonly codes: number;
  readonly update: Named;
  /** Decay of the moving averages. */
  readonly decay: number;
  /** A code that is chosen less often than this share of the average is replaced. */
  readonly restart: number;
}

/**
 * Layer that replaces each vector along the last axis by the nearest vector of a codebook (van den
 * Oord et al. 2017). The gradient passes straight through. It knows q(z | x), one code with
 * probability 1, and p(z), uniform over the codes.
 *
 * Input and output: [batch, ...positions, size].
 *
 * The codebook is learned by the objective `vectorQuantization`: by moving averages of the vectors
 * of each code (appendix A.1), or by a loss. Codes that are hardly chosen are replaced by encoded
 * vectors of the batch.
 */
export class VectorQuantization extends TensorLayer implements DivergenceLayer {
  static readonly className = 'VectorQuantization';
  static readonly description = 'the nearest vectors of a learned codebook, straight-through; codes';
  readonly role = 'kl';
  readonly transforms = true;
  readonly variable: string;
  readonly posteriorName = 'vectorQuantized';
  readonly priorName = 'uniformCodes';
  readonly posteriorParameters = 1;
  private readonly codes: number;
  private readonly update: CodebookUpdate;
  private readonly decay: number;
  private readonly restart: number;
  private codebook: LayerVariable | undefined;
  /** Moving averages of how many vectors of a batch have each code, and of their sums. */
  private counts: LayerVariable | undefined;
  private sums: LayerVariable | undefined;

  constructor(config: VectorQuantizationConfig) {
    super(config);
    this.variable = config.variable.name;
    this.codes = config.codes;
    this.update = config.update.name as CodebookUpdate;
    this.decay = config.decay;
    this.restart = config.restart;
  }

  override build(inputShape: Shape | Shape[]): void {
    const size = (inputShape as Shape).at(-1)!;
    const shape = [this.codes, size];
    const first = initializers.randomUniform({ minval: -1, maxval: 1 });
    const learned = this.update === 'loss';
    this.codebook = this.addWeight('codebook', shape, 'float32', first, undefined, learned);
    const none = initializers.zeros();
    this.counts = this.addWeight('counts', [this.codes], 'float32', none, undefined, false);
    if (!learned) this.sums = this.addWeight('sums', shape, 'float32', none, undefined, false);
    super.build(inputShape);
  }

  transform(encoded: Tensor): Tensor {
    return straightThrough(encoded, this.nearest(encoded).quantized);
  }

  posterior([encoded]: readonly Tensor[]): Quantized {
    const { quantized, chosen } = this.nearest(encoded!);
    return new Quantized({
      encoded: encoded!,
      quantized,
      chosen: () => chosen,
      codebook: {
        byLoss: this.update === 'loss',
        learn: () => this.learn(stopGradient(encoded!), stopGradient(chosen)),
      },
    });
  }

  prior(): UniformCodes {
    return new UniformCodes(
      this.codes,
      (noise) => {
        const { shape } = noise;
        const first = slice(reshape(noise, [-1, shape.at(-1)!]), [0, 0], [-1, 1]);
        const index = cast(floor(mul(first, this.codes)), 'int32');
        return reshape(gather(this.codebook!.read(), reshape(index, [-1])), shape);
      },
      { numbersOf: (codes) => this.numbersOf(codes), codesOf: (numbers) => this.codesOf(numbers) },
    );
  }

  override getConfig() {
    return {
      ...super.getConfig(),
      variable: { name: this.variable },
      codes: this.codes,
      update: { name: this.update },
      decay: this.decay,
      restart: this.restart,
    };
  }

  private numbersOf(codes: Tensor): Tensor {
    const { chosen } = this.nearest(codes);
    return reshape(cast(argMax(chosen, 1), 'float32'), codes.shape.slice(0, -1));
  }

  private codesOf(numbers: Tensor): Tensor {
    const codebook = this.codebook!.read();
    const flat = gather(codebook, cast(reshape(numbers, [-1]), 'int32'));
    return reshape(flat, [...numbers.shape, codebook.shape[1]!]);
  }

  /** Returns the nearest codes, and which they are, one-hot: [vectors, codes]. */
  private nearest(encoded: Tensor): { readonly quantized: Tensor; readonly chosen: Tensor } {
    const codebook = this.codebook!.read();
    const vectors = reshape(encoded, [-1, encoded.shape.at(-1)!]);
    const chosen = constantIn(vectors, (flat) => {
      const distances = sub(sum(square(codebook), 1), mul(matMul(flat, codebook, false, true), 2));
      return cast(oneHot(cast(argMin(distances, 1), 'int32'), this.codes), 'float32');
    });
    return { quantized: reshape(matMul(chosen, codebook), encoded.shape), chosen };
  }

  /** Updates the averages, and the codebook from them; replaces codes that are hardly chosen. */
  private learn(encoded: Tensor, chosen: Tensor): void {
    tidy(() => {
      const vectors = reshape(encoded, [-1, encoded.shape.at(-1)!]);
      const average = vectors.shape[0] / this.codes;
      const moved = (variable: LayerVariable, value: Tensor): Tensor =>
        add(mul(variable.read(), this.decay), mul(value, 1 - this.decay));
      const counts = moved(this.counts!, sum(chosen, 0));
      const dead = less(counts, this.restart * average);
      const newcomers = this.spread(vectors);
      const isDead = expandDims(cast(dead, 'float32'), 1);
      const replaced = (value: Tensor, by: Tensor): Tensor =>
        add(mul(value, sub(1, isDead)), mul(by, isDead));
      const revivedCounts = where(dead, fill([this.codes], average), counts);
      this.counts!.write(revivedCounts);
      if (!this.sums) {
        this.codebook!.write(replaced(this.codebook!.read(), newcomers));
        return;
      }
      const sums = replaced(moved(this.sums, matMul(transpose(chosen), vectors)), mul(newcomers, average));
      this.sums.write(sums);
      this.codebook!.write(div(sums, expandDims(revivedCounts, 1)));
    });
  }

  /** Returns a vector of the batch for each code, evenly spaced: batches are shuffled. */
  private spread(vectors: Tensor): Tensor {
    const [count] = vectors.shape as [number];
    const rows = Array.from({ length: this.codes }, (_, code) =>
      Math.floor((code * Math.max(count / this.codes, 1)) % count),
    );
    return gather(vectors, rows);
  }
}
