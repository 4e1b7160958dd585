import type { DivergenceLayer } from '@helmholtz/core';
import { Quantized, UniformCodes } from '@helmholtz/distributions';
import {
  type Tensor,
  add,
  cast,
  div,
  expandDims,
  floor,
  mul,
  oneHot,
  reshape,
  round,
  sub,
  sum,
  tanh,
  tensor1d,
} from '@tensorflow/tfjs-core';

import { type LayerConfig, type Named, TensorLayer } from '../layer.js';
import { straightThrough } from './straight-through.js';

interface ScalarQuantizationConfig extends LayerConfig {
  readonly variable: Named;
  /** Number of levels of each element along the last axis. */
  readonly levels: readonly number[];
}

/** The most codes whose use is counted, a number for each. */
const MOST_COUNTED = 65_536;

/** Keeps the outermost levels within reach of the tanh (Mentzer et al. 2023, appendix A.1). */
const MARGIN = 1e-3;

/**
 * Layer of finite scalar quantization (Mentzer et al. 2023): bounds each element along the last axis
 * by a tanh, and rounds it to one of a few levels from -1 to 1. The gradient of the rounding passes
 * straight through. All combinations of levels are the codebook, which has no weights.
 *
 * Input and output: [batch, ...positions, size], with as many levels as `size`.
 */
export class ScalarQuantization extends TensorLayer implements DivergenceLayer {
  static readonly className = 'ScalarQuantization';
  static readonly description = 'each element rounded to a few levels, straight-through; levels';
  readonly role = 'kl';
  readonly transforms = true;
  readonly variable: string;
  readonly posteriorName = 'scalarQuantized';
  readonly priorName = 'uniformCodes';
  readonly posteriorParameters = 1;
  private readonly levels: readonly number[];

  constructor(config: ScalarQuantizationConfig) {
    super(config);
    this.variable = config.variable.name;
    this.levels = config.levels;
  }

  /** Number of codes. */
  get codes(): number {
    return this.levels.reduce((product, count) => product * count, 1);
  }

  transform(encoded: Tensor): Tensor {
    const bounded = this.bounded(encoded);
    return this.scaled(straightThrough(bounded, round(bounded)));
  }

  posterior([encoded]: readonly Tensor[]): Quantized {
    const quantized = this.transform(encoded!);
    return new Quantized({
      encoded: encoded!,
      quantized,
      chosen: this.codes > MOST_COUNTED ? undefined : () => this.chosen(quantized),
    });
  }

  prior(): UniformCodes {
    return new UniformCodes(
      this.codes,
      (noise) => {
        const level = floor(
          mul(
            noise,
            this.constant((count) => count),
          ),
        );
        return this.scaled(
          sub(
            level,
            this.constant((count) => Math.floor(count / 2)),
          ),
        );
      },
      { numbersOf: (codes) => this.numbersOf(codes), codesOf: (numbers) => this.codesOf(numbers) },
    );
  }

  override getConfig() {
    return { ...super.getConfig(), variable: { name: this.variable }, levels: [...this.levels] };
  }

  /** Numbers whose rounded values are the levels: from -floor(count / 2) on. */
  private bounded(encoded: Tensor): Tensor {
    const half = (count: number): number => ((count - 1) * (1 + MARGIN)) / 2;
    const offset = (count: number): number => (count % 2 === 0 ? 0.5 : 0);
    const shift = this.constant((count) => Math.atanh(offset(count) / half(count)));
    return sub(mul(tanh(add(encoded, shift)), this.constant(half)), this.constant(offset));
  }

  private scaled(levels: Tensor): Tensor {
    return div(
      levels,
      this.constant((count) => Math.floor(count / 2)),
    );
  }

  /** The number of each code: its digits are the levels, the first one least significant. */
  private numbersOf(quantized: Tensor): Tensor {
    const half = this.constant((count) => Math.floor(count / 2));
    const digits = add(mul(quantized, half), half);
    return round(sum(mul(digits, this.places), -1));
  }

  private codesOf(numbers: Tensor): Tensor {
    const above = floor(div(expandDims(numbers, -1), this.places));
    const levels = this.constant((count) => count);
    const digits = sub(above, mul(floor(div(above, levels)), levels));
    return this.scaled(
      sub(
        digits,
        this.constant((count) => Math.floor(count / 2)),
      ),
    );
  }

  private get places(): Tensor {
    let place = 1;
    return this.constant((count) => {
      const current = place;
      place *= count;
      return current;
    });
  }

  /** The code of each vector, one-hot, [vectors, codes]. */
  private chosen(quantized: Tensor): Tensor {
    const numbers = cast(reshape(this.numbersOf(quantized), [-1]), 'int32');
    return cast(oneHot(numbers, this.codes), 'float32');
  }

  private constant(numberOf: (count: number) => number): Tensor {
    return tensor1d(this.levels.map(numberOf));
  }
}
