import { type Tensor, exp, scalar } from '@tensorflow/tfjs-core';

import type { Distribution } from '../distribution.js';
import type { DistributionFamily } from '../registry.js';
import { checkPositive } from './positive.js';

/** A relaxed distribution, or the one of its logits or logarithms. */
type RelaxedForm = new (logits: Tensor, temperature: Tensor) => Distribution;

/** Where its logits are no tensors: what they are said by, and what these make of it. */
interface ConstantLogits {
  readonly parameters: Readonly<Record<string, number>>;
  /** @param prior its name, for errors. */
  logits(this: void, given: Readonly<Record<string, number>>, prior: string): Tensor;
}

/** The family of a relaxed distribution: as a constant, and as a graph computes it, at a temperature of its own. */
export function relaxedFamily(
  { name, description, support }: Pick<DistributionFamily, 'name' | 'description' | 'support'>,
  Relaxed: RelaxedForm,
  constant: ConstantLogits,
): DistributionFamily {
  return {
    name,
    description,
    support,
    constants: {
      parameters: { ...constant.parameters, temperature: 0.5 },
      distribution(given) {
        checkPositive(name, given, 'temperature');
        return new Relaxed(constant.logits(given, name), scalar(given['temperature']!));
      },
    },
    tensors: {
      parameters: ['logits', 'logTemperature'],
      distribution: ({ logits, logTemperature }) => new Relaxed(logits!, exp(logTemperature!)),
    },
  };
}
