import { type Tensor, exp, scalar } from '@tensorflow/tfjs-core';

import type { Distribution } from '../distribution.js';
import { type DistributionFamily, type PriorFamily, priorFamily } from '../family.js';
import { checkPositive } from './positive.js';

/** A relaxed distribution, or the distribution of its logits or logarithms. */
type RelaxedForm = new (logits: Tensor, temperature: Tensor) => Distribution;

/** Returns the logits of a constant prior. */
interface ConstantLogits<Constant extends string> {
  readonly constant: Constant;
  readonly default: number;
  /** @param prior name of the prior, for errors. */
  logits(this: void, given: number, prior: string): Tensor;
}

/**
 * Returns the family of a relaxed distribution, as a constant prior and with tensors of a graph.
 */
export function relaxedFamily<const Name extends string, const Constant extends string>(
  { name, ...about }: Pick<DistributionFamily<Name>, 'name' | 'description' | 'support'>,
  Relaxed: RelaxedForm,
  { constant, default: begin, logits: logitsOf }: ConstantLogits<Constant>,
): PriorFamily<Name, Constant | 'temperature'> {
  const parameters = { [constant]: begin, temperature: 0.5 } as Record<Constant | 'temperature', number>;
  return priorFamily({
    name,
    ...about,
    constants: {
      parameters,
      distribution(given) {
        checkPositive(name, given, 'temperature');
        return new Relaxed(logitsOf(given[constant], name), scalar(given.temperature));
      },
    },
    tensors: {
      parameters: ['logits', 'logTemperature'],
      distribution: ({ logits, logTemperature }) => new Relaxed(logits, exp(logTemperature)),
    },
  });
}
