import {
  add,
  cast,
  lessEqual,
  matMul,
  mul,
  oneHot,
  relu,
  reshape,
  sum,
  type Tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';

import { itemAt } from '@helmholtz/base';

/** Elements of the learned vector of a code. */
const VECTOR = 16;

type WeightName = 'vectors' | `kernel_${1 | 2 | 3}` | `bias_${1 | 2 | 3}` | 'direct';

/**
 * Masked network: logits of each number given the numbers before it, [batch, positions, codes]. Its
 * input is a learned vector for each code. A hidden unit of degree d reads the positions up to d,
 * and positions after d read the unit. Direct connections from earlier positions to each output help
 * the first positions, which few hidden units serve.
 */
export class CodeLogits extends layers.Layer {
  static readonly className = 'CodeLogits';
  private readonly named = new Map<WeightName, LayerVariable>();

  constructor(
    private readonly positions: number,
    private readonly codes: number,
    private readonly units: number,
  ) {
    super({ name: 'codes' });
  }

  override build(shape: (number | null)[]): void {
    const { positions, codes, units } = this;
    const [read, written] = [positions * VECTOR, positions * codes];
    const [normal, zeros] = [initializers.glorotUniform({}), initializers.zeros()];
    const declare = (name: WeightName, size: number[], start = normal): void => {
      this.named.set(name, this.addWeight(name, size, 'float32', start));
    };
    declare('vectors', [codes, VECTOR], initializers.randomNormal({ stddev: 1 }));
    const sizes = [read, units, units, written] as const;
    for (const at of [1, 2, 3] as const) {
      declare(`kernel_${at}`, [itemAt(sizes, at - 1), itemAt(sizes, at)]);
      declare(`bias_${at}`, [itemAt(sizes, at)], zeros);
    }
    declare('direct', [read, written], zeros);
    super.build(shape);
  }

  override computeOutputShape([batch = null]: (number | null)[]): (number | null)[] {
    return [batch, this.positions, this.codes];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return reshape(this.outputs(itemAt([inputs].flat(), 0)), [-1, this.positions, this.codes]);
  }

  /** Returns the logits of one position, [batch, codes]. */
  logitsAt(x: Tensor, position: number): Tensor {
    const all = this.call(x);
    const chosen = reshape(tensor1d(this.degrees.map((at) => (at === position ? 1 : 0))), [1, -1, 1]);
    return sum(mul(all, chosen), 1);
  }

  /**
   * Sets the output bias to the log of the share of each code at each position, with one more
   * example that has all codes alike.
   */
  writeFrequencies(numbers: Float32Array): void {
    const { positions, codes } = this;
    const counts = new Float32Array(positions * codes).fill(1 / codes);
    numbers.forEach((code, index) => (counts[(index % positions) * codes + code]! += 1));
    const total = numbers.length / positions + 1;
    this.weight('bias_3').write(tensor1d(counts.map((count) => Math.log(count / total))));
  }

  private weight(name: WeightName): LayerVariable {
    const weight = this.named.get(name);
    if (!weight) throw new Error(`The weight ${name} does not exist before build.`);
    return weight;
  }

  private get degrees(): number[] {
    return Array.from({ length: this.positions }, (_, at) => at);
  }

  private outputs(x: Tensor): Tensor {
    const { positions, codes, units } = this;
    const w = (name: WeightName): Tensor => this.weight(name).read();
    const repeated = (count: number): number[] =>
      this.degrees.flatMap((at) => Array.from({ length: count }, () => at));
    const hidden = Array.from({ length: units }, (_, unit) =>
      Math.floor((unit * Math.max(positions - 1, 1)) / units),
    );
    const [read, before] = [repeated(VECTOR), repeated(codes).map((at) => at - 1)];
    const masked = (name: WeightName, rows: readonly number[], columns: readonly number[]): Tensor => {
      const mask = lessEqual(reshape(tensor1d([...rows]), [-1, 1]), reshape(tensor1d([...columns]), [1, -1]));
      return mul(w(name), cast(mask, 'float32'));
    };
    const chosen = cast(oneHot(cast(reshape(x, [-1]), 'int32'), codes), 'float32');
    const vectors = reshape(matMul(chosen, w('vectors')), [-1, positions * VECTOR]);
    const first = relu(add(matMul(vectors, masked('kernel_1', read, hidden)), w('bias_1')));
    const second = relu(add(matMul(first, masked('kernel_2', hidden, hidden)), w('bias_2')));
    const late = add(
      matMul(second, masked('kernel_3', hidden, before)),
      matMul(vectors, masked('direct', read, before)),
    );
    return add(late, w('bias_3'));
  }
}
