import type { TensorShape } from '@helmholtz/core/description';

import { type Config, isRecord } from '../declared.js';
import { type LayerShapes, type Rule, type WeightShape, size, weights } from './rule.js';

/**
 * @param gates how many times its units a cell's weights hold; a GRU that resets after has two
 * biases
 */
function recurrent(
  gates: number,
  states: number,
  hasTwoBiases: (config: Config) => boolean = () => false,
): Rule {
  return (config, [input = []]) => {
    const units = size(config['units']);
    const [batch = null, steps = null] = input;
    const output = config['return_sequences'] === true ? [batch, steps, units] : [batch, units];
    const state = Array.from({ length: config['return_state'] === true ? states : 0 }, () => [batch, units]);
    return {
      outputs: [output, ...state],
      weights: weights(
        ['kernel', [input.at(-1) ?? null, gates * units]],
        ['recurrent_kernel', [units, gates * units]],
        config['use_bias'] !== false && ['bias', hasTwoBiases(config) ? [2, gates * units] : [gates * units]],
      ),
    };
  };
}

/** The layer that another one wraps. */
function wrapped(config: Config): { className: string; config: Config } {
  const layer = isRecord(config['layer']) ? config['layer'] : {};
  const { class_name: className, config: own } = layer;
  return { className: typeof className === 'string' ? className : '', config: isRecord(own) ? own : {} };
}

const prefixed = (prefix: string, list: readonly WeightShape[] = []): WeightShape[] =>
  list.map(([name, shape, ...rest]) => [`${prefix}${name}`, shape, ...rest]);

/** @param rules rules of all classes, because any layer may be wrapped */
export function recurrentLayers(
  rules: (className: string) => Rule | undefined,
): Readonly<Record<string, Rule>> {
  return {
    SimpleRNN: recurrent(1, 1),
    GRU: recurrent(3, 1, (config) => config['reset_after'] === true),
    LSTM: recurrent(4, 2),

    TimeDistributed: (config, [input = []]) => {
      const layer = wrapped(config);
      const [batch = null, steps = null, ...event] = input;
      const inside = rules(layer.className)?.(layer.config, [[batch, ...event]]);
      const over = ([first = null, ...rest]: TensorShape): TensorShape => [first, steps, ...rest];
      return { outputs: inside?.outputs.map(over) ?? [[]], weights: inside?.weights ?? [] };
    },

    Bidirectional: (config, inputs) => {
      const layer = wrapped(config);
      const inside: LayerShapes | undefined = rules(layer.className)?.(layer.config, inputs);
      const [first = [], ...states] = inside?.outputs ?? [];
      const mode = config['merge_mode'];
      const merged = first.map((length, axis) =>
        mode === 'concat' && axis === first.length - 1 && length !== null ? 2 * length : length,
      );
      return {
        outputs: [...(mode === null ? [first, first] : [merged]), ...states, ...states],
        weights: [...prefixed('forward_', inside?.weights), ...prefixed('backward_', inside?.weights)],
      };
    },
  };
}
