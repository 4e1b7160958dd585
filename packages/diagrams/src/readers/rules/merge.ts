import type { TensorShape } from '@helmholtz/core/description';

import { type Rule, size } from './rule.js';

/** Shapes of several tensors that are combined element by element. */
const broadcast: Rule = (_, inputs) => {
  const rank = Math.max(...inputs.map(({ length }) => length));
  const output = Array.from({ length: rank }, (_, axis) => {
    const lengths = inputs.map((shape) => shape[shape.length - rank + axis] ?? (axis === 0 ? null : 1));
    return lengths.includes(null) ? null : Math.max(...(lengths as number[]));
  });
  return { outputs: [output] };
};

const concatenate: Rule = ({ axis }, inputs) => {
  const [first = []] = inputs;
  const position = (size(axis ?? -1) + first.length) % first.length;
  const lengths = inputs.map((shape) => shape[position] ?? null);
  const joined = lengths.includes(null)
    ? null
    : (lengths as number[]).reduce((sum, length) => sum + length, 0);
  return { outputs: [first.map((length, index) => (index === position ? joined : length))] };
};

const dot: Rule = ({ axes }, [left = [], right = []]) => {
  const [a, b] = Array.isArray(axes) ? (axes as number[]) : [size(axes), size(axes)];
  const without = (shape: TensorShape, axis: number) =>
    shape.filter((_, index) => index !== (axis + shape.length) % shape.length);
  const output = [...without(left, a!), ...without(right, b!).slice(1)];
  return { outputs: [output.length === 1 ? [...output, 1] : output] };
};

/** Layers that combine several tensors. */
export const merging: Readonly<Record<string, Rule>> = {
  Add: broadcast,
  Subtract: broadcast,
  Multiply: broadcast,
  Average: broadcast,
  Maximum: broadcast,
  Minimum: broadcast,
  Concatenate: concatenate,
  Dot: dot,
};
