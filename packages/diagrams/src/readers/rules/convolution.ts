import { itemAt } from '@helmholtz/base';
import type { Config } from '../declared.js';
import { type Rule, channelsOf, size, sizes, weights } from './rule.js';

type Length = number | null;

/** The length of an axis after a window went along it. */
function windowed(length: Length, window: number, stride: number, padding: unknown, dilation = 1): Length {
  if (length === null) return null;
  const covered = padding === 'valid' ? (window - 1) * dilation : 0;
  return Math.max(0, Math.ceil((length - covered) / stride));
}

function transposed(length: Length, window: number, stride: number, padding: unknown): Length {
  if (length === null) return null;
  return padding === 'valid' ? length * stride + Math.max(window - stride, 0) : length * stride;
}

function convolution(rank: number): Rule {
  return (config, [input = []]) => {
    const { space, channels, join } = channelsOf(input, config);
    const [kernel, strides, dilation] = windowOf(config, rank);
    const [filters, groups] = [size(config['filters']), size(config['groups'] ?? 1)];
    return {
      outputs: [
        join(
          space.map((length, axis) =>
            windowed(length, itemAt(kernel, axis), itemAt(strides, axis), config['padding'], dilation[axis]),
          ),
          filters,
        ),
      ],
      weights: weights(
        ['kernel', [...kernel, channels === null ? null : channels / groups, filters]],
        config['use_bias'] !== false && ['bias', [filters]],
      ),
    };
  };
}

function transposedConvolution(rank: number): Rule {
  return (config, [input = []]) => {
    const { space, channels, join } = channelsOf(input, config);
    const [kernel, strides] = windowOf(config, rank);
    const filters = size(config['filters']);
    return {
      outputs: [
        join(
          space.map((length, axis) =>
            transposed(length, itemAt(kernel, axis), itemAt(strides, axis), config['padding']),
          ),
          filters,
        ),
      ],
      weights: weights(
        ['kernel', [...kernel, filters, channels]],
        config['use_bias'] !== false && ['bias', [filters]],
      ),
    };
  };
}

function separableConvolution(rank: number): Rule {
  return (config, inputs) => {
    const { channels } = channelsOf(inputs[0] ?? [], config);
    const [kernel] = windowOf(config, rank);
    const multiplier = size(config['depth_multiplier'] ?? 1);
    const filters = size(config['filters']);
    return {
      outputs: convolution(rank)(config, inputs).outputs,
      weights: weights(
        ['depthwise_kernel', [...kernel, channels, multiplier]],
        [
          'pointwise_kernel',
          [...kernel.map(() => 1), channels === null ? null : channels * multiplier, filters],
        ],
        config['use_bias'] !== false && ['bias', [filters]],
      ),
    };
  };
}

function depthwiseConvolution(rank: number): Rule {
  return (config, inputs) => {
    const { channels } = channelsOf(inputs[0] ?? [], config);
    const [kernel] = windowOf(config, rank);
    const multiplier = size(config['depth_multiplier'] ?? 1);
    const filters = channels === null ? null : channels * multiplier;
    return {
      outputs: convolution(rank)({ ...config, filters: filters ?? 0 }, inputs).outputs,
      weights: weights(
        ['depthwise_kernel', [...kernel, channels, multiplier]],
        config['use_bias'] !== false && ['bias', [filters]],
      ),
    };
  };
}

function pooling(rank: number): Rule {
  return (config, [input = []]) => {
    const { space, channels, join } = channelsOf(input, config);
    const window = sizes(config['pool_size'], rank, 2);
    const strides = sizes(config['strides'] ?? window, rank, 2);
    const pooled = space.map((length, axis) =>
      windowed(length, itemAt(window, axis), itemAt(strides, axis), config['padding'] ?? 'valid'),
    );
    return { outputs: [join(pooled, channels)] };
  };
}

const globalPooling: Rule = (config, [input = []]) => {
  const { space, channels, join } = channelsOf(input, config);
  const keptAxes = config['keepdims'] === true ? space.map(() => 1) : [];
  return { outputs: [join(keptAxes, channels)] };
};

/** Layers that repeat, pad or crop the axes of space. */
function resizing(change: (length: number, config: Config, axis: number) => number): Rule {
  return (config, [input = []]) => {
    const { space, channels, join } = channelsOf(input, config);
    const changed = space.map((length, axis) => (length === null ? null : change(length, config, axis)));
    return { outputs: [join(changed, channels)] };
  };
}

const upSampling = resizing(
  (length, { size: factor }, axis) =>
    length * (Array.isArray(factor) ? size(factor[axis]) : size(factor ?? 2)),
);
const zeroPadding = resizing((length, { padding }, axis) => length + bothEnds(padding, axis));
const cropping = resizing((length, config, axis) => length - bothEnds(config['cropping'], axis));

/** `1`, `[1, 2]` for an axis each or for both ends of the only one, or `[[1, 2], [3, 4]]`. */
function bothEnds(value: unknown, axis: number): number {
  if (!Array.isArray(value)) return 2 * size(value ?? 1);
  const [own] = value.length > axis && Array.isArray(value[axis]) ? [value[axis] as unknown[]] : [undefined];
  if (own) return size(own[0]) + size(own[1]);
  return axis === 0 && value.length === 2 ? size(value[0]) + size(value[1]) : 2 * size(value[axis]);
}

function windowOf(config: Config, rank: number): [number[], number[], number[]] {
  return [
    sizes(config['kernel_size'], rank, 1),
    sizes(config['strides'], rank, 1),
    sizes(config['dilation_rate'], rank, 1),
  ];
}

/** A class of layers for one, two and three axes of space. */
function forRanks(name: (rank: number) => string, rule: (rank: number) => Rule): Record<string, Rule> {
  return Object.fromEntries([1, 2, 3].map((rank) => [name(rank), rule(rank)]));
}

/** Layers with a window that goes along the axes of space. */
export const convolutional: Readonly<Record<string, Rule>> = {
  ...forRanks((rank) => `Conv${rank}D`, convolution),
  ...forRanks((rank) => `Conv${rank}DTranspose`, transposedConvolution),
  ...forRanks((rank) => `SeparableConv${rank}D`, separableConvolution),
  ...forRanks((rank) => `DepthwiseConv${rank}D`, depthwiseConvolution),
  ...forRanks((rank) => `MaxPooling${rank}D`, pooling),
  ...forRanks((rank) => `AveragePooling${rank}D`, pooling),
  ...forRanks(
    (rank) => `GlobalMaxPooling${rank}D`,
    () => globalPooling,
  ),
  ...forRanks(
    (rank) => `GlobalAveragePooling${rank}D`,
    () => globalPooling,
  ),
  ...forRanks(
    (rank) => `UpSampling${rank}D`,
    () => upSampling,
  ),
  ...forRanks(
    (rank) => `ZeroPadding${rank}D`,
    () => zeroPadding,
  ),
  ...forRanks(
    (rank) => `Cropping${rank}D`,
    () => cropping,
  ),
};
