import type { TensorShape } from '@helmholtz/core/description';

/** A layer's configuration as Keras and TensorFlow.js write it: names with underscores. */
export type Config = Readonly<Record<string, unknown>>;

/** A tensor that a call reads: output `output` of call `call` of a layer. */
export interface Reference {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
  /** Present in files of Keras 3. */
  readonly shape?: TensorShape;
}

/** A layer in a model file, with the inputs of each call. */
export interface DeclaredLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Config;
  readonly calls: readonly (readonly Reference[])[];
  readonly inner?: DeclaredModel;
}

export interface DeclaredModel {
  readonly name: string;
  readonly layers: readonly DeclaredLayer[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

export function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the shape in a file, or undefined for another value. */
export function shapeIn(value: unknown): TensorShape | undefined {
  if (!Array.isArray(value)) return undefined;
  const isShape = value.every((size) => size === null || (Number.isInteger(size) && size >= 0));
  return isShape ? (value as TensorShape) : undefined;
}
