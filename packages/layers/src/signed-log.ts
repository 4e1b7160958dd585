import { type Likelihood, hasRole } from '@helmholtz/core';
import { wholeNumbers } from '@helmholtz/distributions';
import { type Tensor, abs, add, log1p, mul, sign, sub, tensor1d } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { type LayerConfig, TensorLayer } from './layer.js';

export interface SignedLogConfig extends LayerConfig {
  /** Elements along the last axis that change, one 0 or 1 for each; all by default. */
  readonly elements?: readonly number[] | undefined;
}

/**
 * Layer that computes sign(x) log(1 + |x|), so that counts of any size suit a network. Unlike the
 * logarithm, it is finite for all numbers.
 *
 * Input and output: [batch, ..., elements].
 *
 * @example
 * ```ts
 * import { SignedLog } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const y = new SignedLog({ elements: [1, 0] }).apply(tensor([[99, 99]])) as Tensor;
 * console.log(y.dataSync()[0]?.toFixed(3), y.dataSync()[1]); // 4.605 99
 * ```
 */
export class SignedLog extends TensorLayer {
  static readonly className = 'SignedLog';
  static readonly description = 'sign(x) log(1 + |x|), for counts that a network reads';
  /** Tells the graph that a missing value, NaN, stays one, alone. */
  readonly keepsMissing = true;
  private readonly elements: readonly number[] | undefined;

  constructor(config: SignedLogConfig = {}) {
    super(config);
    this.elements = config.elements;
  }

  transform(x: Tensor): Tensor {
    const logarithm = mul(sign(x), log1p(abs(x)));
    if (!this.elements) return logarithm;
    const changed = tensor1d([...this.elements]);
    return add(mul(changed, logarithm), mul(sub(1, changed), x));
  }

  override getConfig(): ReturnType<TensorLayer['getConfig']> {
    return { ...super.getConfig(), ...(this.elements ? { elements: [...this.elements] } : {}) };
  }
}

/** Observed variable of a recipe, with `observed.networkInput` of the spec. */
export interface NetworkInputOptions {
  readonly name: string;
  readonly networkInput?: 'none' | 'log1p' | undefined;
}

/**
 * Returns an observed variable as networks read it: as it is, or with counts replaced by their
 * `SignedLog`. The likelihood always reads the variable itself.
 *
 * @param x input of the graph.
 * @param likelihood likelihood of the variable. Only columns of counts change.
 *
 * @example
 * ```ts
 * import { networkInput } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const x = input({ shape: [20], name: 'x' });
 * console.log(networkInput(x, { name: 'x', networkInput: 'none' }) === x); // true
 * ```
 */
export function networkInput(
  x: SymbolicTensor,
  { name, networkInput: choice = 'none' }: NetworkInputOptions,
  likelihood?: Likelihood,
): SymbolicTensor {
  if (choice === 'none') return x;
  const head = likelihood?.head({ name: `${name}_columns`, variable: name });
  const columns = head && hasRole(head, 'likelihood') ? head.columns : undefined;
  const elements = columns?.flatMap(({ size, support }) =>
    new Array<number>(size).fill(support === wholeNumbers ? 1 : 0),
  );
  return new SignedLog({ name: `${name}_log1p`, elements }).apply(x) as SymbolicTensor;
}
