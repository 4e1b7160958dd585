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
import {
  add,
  argMax,
  cast,
  lessEqual,
  logSoftmax,
  matMul,
  mul,
  oneHot,
  relu,
  reshape,
  type Tensor,
  sum,
  tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  layers,
  type LayerVariable,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';

/** Density of lists of code numbers, to train as any model. */
export interface CodeDensity {
  /** Model of the observed variable `x`, [positions], without latents. */
  readonly model: LatentVariableModel;
  /** Draws lists of code numbers, [count, positions]. */
  draws(count: number, seed: number): Promise<Examples>;
}

/**
 * Creates an autoregressive density of lists of code numbers: p(x) is the product of p(x_i given
 * the numbers before it), by a masked network (MADE, Germain et al. 2015) with two hidden layers.
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

/**
 * Masked network: logits of each number given the numbers before it, [batch, positions, codes]. A
 * hidden unit of degree d reads the positions up to d, and positions after d read the unit.
 */
class CodeLogits extends layers.Layer {
  static readonly className = 'CodeLogits';
  private weightsOf: LayerVariable[] = [];

  constructor(
    private readonly positions: number,
    private readonly codes: number,
    private readonly units: number,
  ) {
    super({ name: 'codes' });
  }

  override build(shape: (number | null)[]): void {
    const sizes = [this.positions * this.codes, this.units, this.units, this.positions * this.codes];
    const [normal, zeros] = [initializers.glorotUniform({}), initializers.zeros()];
    this.weightsOf = [1, 2, 3].flatMap((at) => [
      this.addWeight(`kernel_${at}`, [sizes[at - 1]!, sizes[at]!], 'float32', normal),
      this.addWeight(`bias_${at}`, [sizes[at]!], 'float32', zeros),
    ]);
    super.build(shape);
  }

  override computeOutputShape([batch]: (number | null)[]): (number | null)[] {
    return [batch!, this.positions, this.codes];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = [inputs].flat()[0]!;
    return reshape(this.outputs(x), [-1, this.positions, this.codes]);
  }

  /** Returns the logits of one position, [batch, codes]. */
  logitsAt(x: Tensor, position: number): Tensor {
    const all = this.call(x);
    const chosen = reshape(tensor1d(this.degrees.map((at) => (at === position ? 1 : 0))), [1, -1, 1]);
    return sum(mul(all, chosen), 1);
  }

  private get degrees(): number[] {
    return Array.from({ length: this.positions }, (_, at) => at);
  }

  private outputs(x: Tensor): Tensor {
    const [w1, b1, w2, b2, w3, b3] = this.weightsOf.map((weight) => weight.read()) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const hidden = Array.from({ length: this.units }, (_, unit) =>
      Math.floor((unit * Math.max(this.positions - 1, 1)) / this.units),
    );
    const each = this.degrees.flatMap((at) => Array.from({ length: this.codes }, () => at));
    const none = this.positions === 1;
    const below = (rows: readonly number[], columns: readonly number[]): Tensor =>
      cast(
        lessEqual(reshape(tensor1d([...rows]), [-1, 1]), reshape(tensor1d([...columns]), [1, -1])),
        'float32',
      );
    const masked = (kernel: Tensor, mask: Tensor): Tensor => mul(kernel, none ? mul(mask, 0) : mask);
    const flat = reshape(cast(oneHot(cast(reshape(x, [-1]), 'int32'), this.codes), 'float32'), [
      -1,
      this.positions * this.codes,
    ]);
    const first = relu(add(matMul(flat, masked(w1, below(each, hidden))), b1));
    const second = relu(add(matMul(first, masked(w2, below(hidden, hidden))), b2));
    const before = each.map((at) => at - 1);
    return add(matMul(second, masked(w3, below(hidden, before))), b3);
  }
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
