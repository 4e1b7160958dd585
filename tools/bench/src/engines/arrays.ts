import { readFileSync } from 'node:fs';

import type { Material, StoredArray } from '../work/material.js';

/** What an engine starts from, read. */
export interface Arrays {
  readonly data: Float32Array;
  readonly examples: number;
  readonly weights: readonly {
    readonly name: string;
    readonly shape: number[];
    readonly data: Float32Array;
  }[];
  /** Of the checked updates, one after another. */
  readonly indices: Int32Array;
  readonly noise: readonly Float32Array[];
}

export function readMaterial({ path, arrays, parameters }: Material): Arrays {
  const { buffer, byteOffset } = readFileSync(path);
  const read = <Data>(
    Type: new (buffer: ArrayBufferLike, offset: number, length: number) => Data,
    name: string,
  ): Data => {
    const { offset, shape } = arrays[name]!;
    return new Type(buffer, byteOffset + offset, sizeOf(shape));
  };
  const noise = Object.keys(arrays).filter((name) => name.startsWith('noise.'));
  return {
    data: read(Float32Array, 'data'),
    examples: arrays['data']!.shape[0]!,
    weights: parameters.map((name) => ({
      name,
      shape: [...arrays[`weights.${name}`]!.shape],
      data: read(Float32Array, `weights.${name}`),
    })),
    indices: read(Int32Array, 'indices'),
    noise: noise.map((name) => read(Float32Array, name)),
  };
}

const sizeOf = (shape: StoredArray['shape']): number =>
  shape.reduce((product, length) => product * length, 1);
