import { closeSync, openSync, writeSync } from 'node:fs';

import { RandomStream, noiseSource } from '@helmholtz/core';

import { type Parameter, parametersOf } from './parameters.js';
import { type Work, noiseShapes, observedSize } from './work.js';

/** Where in the file of a work's material an array lies, row by row, little-endian. */
export interface StoredArray {
  /** In bytes. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32';
}

/**
 * What all engines start from: the examples (`data`), the weights (`weights.<name>`), and the
 * indices and the noise of the first updates (`indices`, `noise.<index>`; the first axis is the
 * update), whose losses must agree.
 */
export interface Material {
  readonly path: string;
  readonly arrays: Readonly<Record<string, StoredArray>>;
  readonly parameters: readonly string[];
}

export const EXAMPLES = 10_000;
/**
 * The updates whose losses are compared: the second sees the gradients and Adam, the third Adam's
 * state.
 */
export const CHECKED_UPDATES = 3;

/** Writes the material of a work to a file; the same work gives the same bytes. */
export function writeMaterial(work: Work, path: string, examples = EXAMPLES): Material {
  const random = new RandomStream(1, work.name);
  const normal = noiseSource('standardNormal');
  const arrays: Record<string, StoredArray> = {};
  const file = openSync(path, 'w');
  let offset = 0;
  const store = (name: string, shape: readonly number[], data: Float32Array | Int32Array): void => {
    const type = data instanceof Int32Array ? 'int32' : 'float32';
    arrays[name] = { offset, shape, type };
    writeSync(file, data);
    offset += data.byteLength;
  };
  const parameters = parametersOf(work.model);
  try {
    const observed = observedSize(work.model);
    store(
      'data',
      [examples, observed],
      filled([examples, observed], () => Number(random.next() < 0.3)),
    );
    for (const parameter of parameters) {
      store(`weights.${parameter.name}`, parameter.shape, initial(parameter, random));
    }
    const picked = [CHECKED_UPDATES, work.batch];
    store('indices', picked, Int32Array.from(filled(picked, () => random.nextInteger(examples))));
    noiseShapes(work).forEach((shape, index) => {
      const noise = filled([CHECKED_UPDATES, ...shape], () => 0);
      normal.fill(noise, random);
      store(`noise.${index}`, [CHECKED_UPDATES, ...shape], noise);
    });
  } finally {
    closeSync(file);
  }
  return { path, arrays, parameters: parameters.map(({ name }) => name) };
}

/** Glorot's uniform weights; biases that are not zero, so that a forgotten one is seen. */
function initial({ name, shape }: Parameter, random: RandomStream): Float32Array {
  const field = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  const [inputs = 0, outputs = 0] = shape.slice(-2);
  const limit = name.endsWith('.bias') ? 0.05 : Math.sqrt(6 / (field * (inputs + outputs)));
  return filled(shape, () => limit * (2 * random.next() - 1));
}

function filled(shape: readonly number[], value: () => number): Float32Array {
  return Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, value);
}
