import {
  type Call,
  CompileError,
  type Inputs,
  type KernelRunner,
  type Program,
  type Value as ProgramValue,
  interpret,
  mapInputs,
} from '@helmholtz/trace';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';

import { expand, reshape } from '../graph/operators/shape.js';
import { Value } from '../graph/value.js';
import { kernelsByName } from '../kernels/index.js';

/**
 * Writes the calls of a traced program with ONNX operators.
 *
 * @param cpu computes calls on constants that have no ONNX form.
 * @returns a function from the values of the program to the values of the ONNX graph.
 * @throws CompileError if a call has no ONNX form.
 */
export function lower({ calls }: Program, cpu: KernelRunner): (value: ProgramValue) => Value {
  const written = new Map<ProgramValue, Value>();
  const valueOf = (value: ProgramValue): Value => {
    let other = written.get(value);
    if (other === undefined) {
      other = Value.leaf(value.data, value.shape, value.type);
      written.set(value, other);
    }
    return other;
  };
  for (const call of calls) {
    const lowered = lowerCall(call, mapInputs(call.inputs, valueOf)) ?? folded(call, cpu);
    call.outputs.forEach((output, index) => {
      const value = lowered[index];
      if (!value || !isAlike(value, output)) throw new Error(disagreement(call));
      written.set(output, value);
    });
  }
  return valueOf;
}

function lowerCall(
  { kernel: name, attributes }: Call,
  inputs: Inputs<Value>,
): readonly (Value | undefined)[] | undefined {
  const values = inputs as Readonly<Record<string, Value>>;
  if (name === 'Reshape') return [reshape(...shaped(values['x'], attributes))];
  if (name === 'Fill') return [expand(...shaped(values['value'], attributes))];
  const lowered = kernelsByName.get(name)?.lower(values, attributes as NamedAttrMap);
  return lowered && [lowered].flat();
}

function shaped(
  value: Value | undefined,
  { shape }: Readonly<Record<string, unknown>>,
): readonly [Value, readonly number[]] {
  if (!value) throw new Error('A call of a program has no input.');
  return [value, shape as readonly number[]];
}

/** Constants in place of a call on constants. */
function folded(call: Call, cpu: KernelRunner): readonly Value[] {
  if (call.outputs.some(({ open }) => open)) throw noForm(call);
  const results = interpret(call.outputs, cpu, () => {
    throw noForm(call);
  });
  return call.outputs.map(({ shape, type }, index) => Value.leaf(results[index], shape, type));
}

function noForm({ kernel, inputs }: Call): CompileError {
  const inputSpecs = Object.values<ProgramValue>(inputs).map(({ type, shape }) => `${type}[${shape.join()}]`);
  return new CompileError(
    `it uses the kernel ${kernel}, which has no ONNX form for ${inputSpecs.join(', ')}.`,
  );
}

function isAlike(value: Value, { shape, type }: ProgramValue): boolean {
  return value.type === type && value.shape.join() === shape.join();
}

function disagreement({ kernel, outputs }: Call): string {
  const traced = outputs.map(({ type, shape }) => `${type}[${shape.join()}]`);
  return `The ONNX form of the kernel ${kernel} has another shape than ${traced.join(', ')}, which was traced.`;
}
