import type { TensorShape } from '@helmholtz/core/description';

import type { Config } from '../declared.js';

/** Output shapes of a layer, computed from its configuration. */
export interface LayerShapes {
  readonly outputs: readonly TensorShape[];
  readonly weights?: readonly WeightShape[];
}

/** A weight's name within its layer, and its shape; not trainable where that is said. */
export type WeightShape = readonly [name: string, shape: readonly number[], trainable?: false];

/** The shapes of a class of layers. It is not asked where the shape of an input is unknown. */
export type Rule = (config: Config, inputs: readonly TensorShape[]) => LayerShapes;

/**
 * The shape of a tensor of which none is known; every tensor of a layers graph has a batch axis at
 * least.
 */
export const unknownShape: TensorShape = [];

export function isKnown(shape: TensorShape): boolean {
  return shape.length > 0;
}

/** The same size for each of several axes, or a size each. */
export function sizes(value: unknown, rank: number, otherwise: number): number[] {
  if (Array.isArray(value) && value.length === rank && value.every(isSize)) return value;
  return Array.from({ length: rank }, () => (isSize(value) ? value : otherwise));
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

export function size(value: unknown): number {
  return isSize(value) ? value : 0;
}

export function product(shape: readonly number[]): number {
  return shape.reduce((total, length) => total * length, 1);
}

/**
 * Weights of a known shape: those with an axis that isn't fixed can't be counted, and are left out.
 */
export function weights(
  ...list: readonly (readonly [name: string, shape: readonly (number | null)[], trainable?: false] | false)[]
): WeightShape[] {
  return list.filter(
    (weight): weight is WeightShape => weight !== false && weight[1].every((length) => length !== null),
  );
}

/** Axes of space and the axis of channels of a shape. */
export function channelsOf(shape: TensorShape, config: Config) {
  const first = config['data_format'] === 'channels_first';
  const [batch = null] = shape;
  return {
    space: first ? shape.slice(2) : shape.slice(1, -1),
    channels: (first ? shape[1] : shape.at(-1)) ?? null,
    join: (space: readonly (number | null)[], channels: number | null): TensorShape =>
      first ? [batch, channels, ...space] : [batch, ...space, channels],
  };
}
