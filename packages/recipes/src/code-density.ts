import { HelmholtzError } from '@helmholtz/base';
import {
  Distribution,
  type Examples,
  inBatches,
  LatentVariableModel,
  noiseSource,
  RandomStream,
  type Support,
} from '@helmholtz/core';

import { latentVariableGraph, LikelihoodHead, likelihoodConfig } from '@helmholtz/layers';
import { add, argMax, cast, logSoftmax, mul, oneHot, type Tensor, sum, tensor } from '@tensorflow/tfjs-core';
import { input, type SymbolicTensor } from '@tensorflow/tfjs-layers';

import { CodeLogits } from './code-logits.js';

/** Density of lists of code numbers, to train as any model. */
export interface CodeDensity {
  /** Model of the observed variable `x`, [positions], without latents. */
  readonly model: LatentVariableModel;
  /**
   * Starts training at the frequencies of the codes at each position, [count, positions]. Without
   * it, rare codes at positions that hardly vary keep too much probability for thousands of steps.
   */
  readonly startFromFrequencies: (numbers: Examples) => void;
  /** Draws lists of code numbers, [count, positions]. */
  draws(count: number, seed: number): Promise<Examples>;
}

/**
 * Creates an autoregressive density of lists of code numbers: p(x) is the product of p(x_i given
 * the numbers before it), by a masked network (MADE, Germain et al. 2015) with two hidden layers
 * and direct connections.
 *
 * @param positions length of a list.
 * @param codes number of codes, from 0 to `codes` - 1.
 * @param hidden units of each hidden layer.
 *
 * @example
 * ```ts
 * import { codeDensity } from '@helmholtz/recipes';
 *
 * const { values } = await codeDensity(4, 3).draws(10, 0);
 * console.log(values.length, values.every((code) => code >= 0 && code < 3)); // 40 true
 * ```
 */
export function codeDensity(positions: number, codes: number, hidden = 512): CodeDensity {
  const x = input({ shape: [positions], name: 'x' });
  const network = new CodeLogits(positions, codes, hidden);
  const head = new CodesLikelihood(codes);
  const output = head.apply(network.apply(x)) as SymbolicTensor;
  const graph = latentVariableGraph({ name: 'code_density', inputs: [x], outputs: [output] });
  return {
    model: new LatentVariableModel(graph),
    startFromFrequencies: (numbers) => network.writeFrequencies(numbers.values),
    async draws(count, seed) {
      const drawn = new Float32Array(count * positions);
      const noise = new Float32Array(count * codes);
      for (let at = 0; at < positions; at++) {
        noiseSource('standardGumbel').fill(noise, new RandomStream(seed, 'codes', at));
        const next = await inBatches(count, (start, end) => {
          const known = tensor(drawn.slice(start * positions, end * positions), [end - start, positions]);
          const logits = network.logitsAt(known, at);
          const gumbel = tensor(noise.slice(start * codes, end * codes), [end - start, codes]);
          return cast(argMax(add(logits, gumbel), 1), 'float32');
        });
        next.values.forEach((code, row) => (drawn[row * positions + at] = code));
      }
      return { count, shape: [positions], values: drawn };
    },
  };
}

/** p(x) of code numbers, from their logits, [batch, positions, codes]. */
class CodesLikelihood extends LikelihoodHead {
  static readonly className = 'CodesLikelihood';
  readonly family = 'codeNumbers';
  readonly support: Support;

  constructor(private readonly codes: number) {
    super(likelihoodConfig({ variable: 'x' }));
    this.support = numbersBelow(codes);
  }

  parameterShape(eventShape: readonly number[]): number[] {
    return [...eventShape, this.codes];
  }

  distribution(logits: Tensor): Distribution {
    return new CodeNumbers(logits, this.support);
  }
}

function numbersBelow(codes: number): Support {
  return {
    description: `whole numbers below ${codes}`,
    discrete: true,
    contains: (value) => Number.isInteger(value) && value >= 0 && value < codes,
  };
}

class CodeNumbers extends Distribution {
  readonly family = 'codeNumbers';
  readonly noise = 'standardGumbel';

  constructor(
    private readonly logits: Tensor,
    readonly support: Support,
  ) {
    super();
  }

  logProb(value: Tensor): Tensor {
    const chosen = cast(oneHot(cast(value, 'int32'), this.logits.shape.at(-1)!), 'float32');
    return sum(mul(logSoftmax(this.logits), chosen), -1);
  }

  /** @throws HelmholtzError (`graph`): each number needs the logits given those before it. */
  sample(): Tensor {
    throw new HelmholtzError('graph', 'Code numbers are drawn one position after the other.', {
      hint: 'Call `draws` of the density.',
    });
  }
}
