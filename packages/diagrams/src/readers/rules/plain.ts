import { itemAt } from '@helmholtz/base';
import type { TensorShape } from '@helmholtz/core/description';

import { type Rule, isKnown, product, size, sizes, weights } from './rule.js';

const identity: Rule = (_, inputs) => ({ outputs: inputs });

const identities = [
  ...['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'Softmax', 'ThresholdedReLU', 'Dropout', 'AlphaDropout'],
  ...['GaussianNoise', 'GaussianDropout', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'],
  ...['ActivityRegularization', 'Masking', 'Rescaling', 'UnitNormalization', 'Identity'],
];

const fixed = (shape: TensorShape): number | null =>
  shape.every((length) => length !== null) ? product(shape) : null;

/** Layers that take any tensor: dense ones, activations, and what only rearranges. */
export const plain: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(identities.map((name) => [name, identity])),

  Dense: ({ units, use_bias: bias }, [input = []]) => ({
    outputs: [[...input.slice(0, -1), size(units)]],
    weights: weights(
      ['kernel', [input.at(-1) ?? null, size(units)]],
      bias !== false && ['bias', [size(units)]],
    ),
  }),

  PReLU: ({ shared_axes: shared }, [input = []]) => {
    const isShared = (axis: number) => Array.isArray(shared) && shared.includes(axis);
    const alpha = input.slice(1).map((length, index) => (isShared(index + 1) ? 1 : length));
    return { outputs: [input], weights: weights(['alpha', alpha]) };
  },

  Flatten: (_, [input = []]) => ({ outputs: [[input[0] ?? null, fixed(input.slice(1))]] }),

  Reshape: ({ target_shape: target }, [input = []]) => {
    const targetShape = Array.isArray(target) ? (target as (number | null)[]) : [];
    const total = fixed(input.slice(1));
    const knownElements = product(
      targetShape.filter((length): length is number => length !== null && length > 0),
    );
    const inferredLength = total === null || knownElements === 0 ? null : total / knownElements;
    return {
      outputs: [
        [
          input[0] ?? null,
          ...targetShape.map((length) => (length === null || length < 0 ? inferredLength : length)),
        ],
      ],
    };
  },

  Permute: ({ dims }, [input = []]) => {
    const order = Array.isArray(dims) ? (dims as number[]) : [];
    return { outputs: [[input[0] ?? null, ...order.map((axis) => input[axis] ?? null)]] };
  },

  RepeatVector: ({ n }, [input = []]) => ({ outputs: [[input[0] ?? null, size(n), input.at(-1) ?? null]] }),

  Embedding: ({ input_dim: from, output_dim: to }, [input = []]) => ({
    outputs: [[...input, size(to)]],
    weights: weights(['embeddings', [size(from), size(to)]]),
  }),

  BatchNormalization: ({ axis, scale, center }, [input = []]) => {
    const shape = [
      input.at(Array.isArray(axis) ? size(axis[0]) : axis === undefined ? -1 : size(axis)) ?? null,
    ];
    return {
      outputs: [input],
      weights: weights(
        scale !== false && ['gamma', shape],
        center !== false && ['beta', shape],
        ['moving_mean', shape, false],
        ['moving_variance', shape, false],
      ),
    };
  },

  LayerNormalization: ({ axis, scale, center }, [input = []]) => {
    const axes = Array.isArray(axis) ? (axis as number[]) : [axis === undefined ? -1 : size(axis)];
    const shape = axes.map((axis) => input.at(axis) ?? null);
    const learned = weights(scale !== false && ['gamma', shape], center !== false && ['beta', shape]);
    return { outputs: [input], weights: learned };
  },

  MultiHeadAttention: (config, inputs) => {
    const [query = [], value = query, key = value] = inputs.filter(isKnown);
    const [heads, keyDim] = [size(config['num_heads']), size(config['key_dim'])];
    const valueDim = config['value_dim'] === null ? keyDim : itemAt(sizes(config['value_dim'], 1, keyDim), 0);
    const bias = config['use_bias'] !== false;
    const lastOf = (shape: TensorShape): number | null => shape.at(-1) ?? null;
    const projections = [
      ['query', lastOf(query), keyDim],
      ['key', lastOf(key), keyDim],
      ['value', lastOf(value), valueDim],
    ] as const;
    return {
      outputs: [query],
      weights: weights(
        ...projections.flatMap(([name, from, to]) => [
          [`${name}/kernel`, [from, heads, to]] as const,
          bias && ([`${name}/bias`, [heads, to]] as const),
        ]),
        ['attention_output/kernel', [heads, valueDim, lastOf(query)]],
        bias && ['attention_output/bias', [lastOf(query)]],
      ),
    };
  },
};
