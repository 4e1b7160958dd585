import type { Program } from './program.js';
import type { ElementData, Inputs, Value } from './value.js';

/** Longest constant that is written out. */
const SHORT = 4;

/**
 * Returns a program as text: a line for each input, call and result, in an order that depends only
 * on the program.
 *
 * @example
 * ```ts
 * import { listing, trace } from '@helmholtz/trace';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const perStep = [{ shape: [2], type: 'float32' }] as const;
 * const program = trace(([x]) => [tf.sum(tf.square(x!))], { perStep });
 * console.log(listing(program));
 * // step0    float32[2]
 * // v0       float32[2]       Square(x: step0)
 * // v1       float32[]        Sum(x: v0) {"keepDims":false}
 * // -> output0 = v1
 * ```
 */
export function listing(program: Program): string {
  const names = new Map<Value, string>();
  const lines: string[] = [];
  let constantCount = 0;
  let callCount = 0;
  const line = (name: string, { type, shape }: Value, rest = ''): void => {
    lines.push(`${name.padEnd(8)} ${`${type}[${shape.join()}]`.padEnd(16)} ${rest}`.trimEnd());
  };
  const declare = (prefix: string, values: readonly Value[], rest: readonly string[] = []): void => {
    values.forEach((value, index) => {
      names.set(value, `${prefix}${index}`);
      line(`${prefix}${index}`, value, rest[index]);
    });
  };
  const nameOf = (value: Value): string => {
    let name = names.get(value) ?? short(value);
    if (name === undefined) {
      name = `const${constantCount++}`;
      names.set(value, name);
      line(name, value, value.data && contents(value.data));
    }
    return name;
  };

  const { perStep, numbers, draws, constants, state, unchanged, calls, outputs, condition } = program;
  declare('step', perStep);
  declare('number', numbers);
  declare(
    'draw',
    draws.map(({ value }) => value),
  );
  declare(
    'given',
    constants.map(({ value }) => value),
  );
  declare(
    'state',
    state.map(({ before }) => before),
  );
  const inputsOfCalls = new Set(calls.flatMap(({ inputs }) => Object.values<Value>(inputs)));
  declare(
    'variable',
    unchanged.map(({ before }) => before).filter((before) => inputsOfCalls.has(before)),
  );
  for (const { kernel, inputs, attributes, outputs: callOutputs } of calls) {
    const argumentsText = argumentsOf(inputs, nameOf);
    const chosen = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null);
    const written = chosen.length > 0 ? ` ${JSON.stringify(Object.fromEntries(chosen))}` : '';
    for (const value of callOutputs) {
      const name = `v${callCount++}`;
      names.set(value, name);
      line(name, value, `${kernel}(${argumentsText})${written}`);
    }
  }
  state.forEach(({ after }, index) => lines.push(`-> state${index} = ${nameOf(after)}`));
  outputs.forEach((output, index) => lines.push(`-> output${index} = ${nameOf(output)}`));
  if (condition) lines.push(`-> only if ${nameOf(condition)} > 0`);
  return `${lines.join('\n')}\n`;
}

function argumentsOf(inputs: Inputs<Value>, nameOf: (value: Value) => string): string {
  const written = Object.entries<Value>(inputs).map(([name, value]) => [name, nameOf(value)] as const);
  return written.map(([name, value]) => (Array.isArray(inputs) ? value : `${name}: ${value}`)).join(', ');
}

/** Returns a scalar constant as text, which the listing shows in place of its name. */
function short({ shape, data }: Value): string | undefined {
  return shape.length === 0 && data ? String(data[0]) : undefined;
}

function contents(data: ElementData): string {
  const [first] = data;
  if (data.length > SHORT && data.every((element) => element === first)) return `all ${first}`;
  return data.length > SHORT ? `[${[...data.subarray(0, SHORT)].join()},...]` : `[${[...data].join()}]`;
}
