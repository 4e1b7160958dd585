import type { TensorShape } from '@helmholtz/core/description';

import { type Config, shapeIn } from '../declared.js';
import { convolutional } from './convolution.js';
import { merging } from './merge.js';
import { plain } from './plain.js';
import { recurrentLayers } from './recurrent.js';
import { type LayerShapes, type Rule, isKnown, unknownShape } from './rule.js';

/**
 * Helmholtz's layers return their inputs. A KL divergence layer returns only the inputs of the
 * posterior.
 */
const ownRules: Readonly<Record<string, Rule>> = {
  Latent: (_, inputs) => ({ outputs: inputs }),
  LogVarianceToScale: (_, inputs) => ({ outputs: inputs }),
  KLDivergence: ({ conditional }, inputs) => ({
    outputs: conditional === true ? inputs.slice(0, inputs.length / 2) : inputs,
  }),
};

const rules: Readonly<Record<string, Rule>> = {
  ...plain,
  ...merging,
  ...convolutional,
  ...recurrentLayers((className) => (Object.hasOwn(rules, className) ? rules[className] : undefined)),
  ...ownRules,
};

/** Returns the output shapes of a layer, or undefined if its class or an input shape is unknown. */
export function shapesOf(
  className: string,
  config: Config,
  inputs: readonly TensorShape[],
): LayerShapes | undefined {
  if (inputs.length === 0) {
    const shape = shapeIn(config['batch_input_shape']) ?? shapeIn(config['batch_shape']);
    return { outputs: [shape ?? unknownShape] };
  }
  if (!inputs.every(isKnown)) return undefined;
  if (className.endsWith('Likelihood')) return { outputs: inputs };
  return Object.hasOwn(rules, className) ? rules[className]!(config, inputs) : undefined;
}
