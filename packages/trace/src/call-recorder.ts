import type { NamedAttrMap } from '@tensorflow/tfjs-core';

import { CompileError } from './errors.js';
import { interpret } from './interpret.js';
import type { KernelRunner } from './kernel-runner.js';
import { scopes } from './scopes.js';
import { shapeRules } from './shapes/index.js';
import type { ShapeRule, ShapesOf } from './shapes/rule.js';
import {
  type ElementData,
  type ElementType,
  type Inputs,
  type TensorSpec,
  Value,
  mapInputs,
  sizeOf,
  typed,
  zeros,
} from './value.js';

/**
 * Kernels of one number, which depend on the shape of their input only: their output is a constant.
 */
const LIKE: Readonly<Record<string, number>> = { ZerosLike: 0, OnesLike: 1 };

/** Records calls of kernels. Computes calls whose inputs are constants. */
export class CallRecorder {
  private readonly reshaped = new WeakMap<Value, Map<string, Value>>();

  /**
   * @param kernels compute constants.
   * @param constant makes the value of a constant.
   * @param shapesOf shapes of kernels without a rule.
   */
  constructor(
    private readonly kernels: KernelRunner,
    readonly constant: (data: ElementData, spec: TensorSpec) => Value,
    private readonly shapesOf: ShapesOf = () => undefined,
  ) {}

  /**
   * Outputs of a kernel: recorded, or computed at once if their shapes depend on data that are
   * known.
   */
  outputsOf(kernel: string, inputs: Inputs<Value>, attributes: NamedAttrMap): readonly Value[] {
    const number = LIKE[kernel];
    if (number !== undefined) return Object.values<Value>(inputs).map((like) => filled(number, like));
    const kernelInputs = kernel === 'Fill' ? this.fillInputs(attributes) : inputs;
    const values = Object.values<Value>(kernelInputs);
    const specs = values.length > 0 ? this.specsOf(kernel, kernelInputs, attributes) : undefined;
    if (!specs) return this.computed(kernel, inputs, attributes);
    // Without elements there is nothing to compute, and engines may not know such tensors.
    if (specs.every(({ shape }) => sizeOf(shape) === 0)) return specs.map(empty);
    if ([...values, ...specs].some(({ shape }) => sizeOf(shape) === 0))
      return this.computed(kernel, inputs, attributes);
    return Value.outputsOf({ kernel, inputs: kernelInputs, attributes, scope: scopes() }, specs);
  }

  private specsOf(kernel: string, ...call: Parameters<ShapeRule>): ReturnType<ShapeRule> | undefined {
    const rule = shapeRules[kernel];
    return rule ? rule(...call) : this.shapesOf(kernel, ...call);
  }

  /** The same elements in another shape. */
  inShape(value: Value, shape: readonly number[]): Value {
    if (value.shape.join() === shape.join()) return value;
    let shapes = this.reshaped.get(value);
    if (!shapes) this.reshaped.set(value, (shapes = new Map<string, Value>()));
    let other = shapes.get(shape.join());
    if (!other) {
      const spec = { shape: [...shape], type: value.type };
      const call = {
        kernel: 'Reshape',
        inputs: { x: value },
        attributes: { shape: [...shape] },
        scope: scopes(),
      };
      other = value.data ? this.constant(value.data, spec) : Value.outputOf(call, spec);
      shapes.set(shape.join(), other);
    }
    return other;
  }

  /**
   * Data of a value that follows from constants alone; the value becomes a constant.
   *
   * @param reader names who reads, for the error.
   * @throws CompileError if the value depends on inputs or variables.
   */
  dataOf(value: Value, reader = 'reads a tensor'): ElementData {
    if (value.data) return value.data;
    if (value.size === 0) return typed([], value.type);
    if (value.open) {
      throw new CompileError(
        `it ${reader} of shape [${value.shape.join()}] that depends on the inputs or variables, while the function runs.`,
      );
    }
    const [computed] = repeated(value) ?? interpret([value], this.kernels, (input) => this.dataOf(input));
    const data = computed ?? typed([], value.type);
    value.settle(data);
    return data;
  }

  private computed(kernel: string, inputs: Inputs<Value>, attributes: NamedAttrMap): readonly Value[] {
    const reader = `uses the kernel ${kernel}, whose output shapes depend on data, on a tensor`;
    const knownInputs = mapInputs(inputs, (value) => ({
      data: this.dataOf(value, reader),
      shape: value.shape,
      type: value.type,
    }));
    return this.kernels
      .run(kernel, knownInputs, attributes)
      .map((result) => this.constant(result.data, result));
  }

  /** The fill value becomes an input, since it may change between steps. */
  private fillInputs({ value, dtype }: NamedAttrMap): Inputs<Value> {
    if (typeof value !== 'number') throw unsupported(typeof value);
    const type = (dtype as ElementType | undefined) ?? 'float32';
    return { value: this.constant(typed([value], type), { shape: [], type }) };
  }
}

/**
 * Data of a value that repeats one known number, such as the state that an optimizer begins with.
 * An engine would take a graph of its own for each shape.
 */
function repeated({ call, size, type }: Value): [ElementData] | undefined {
  if (call?.kernel !== 'Fill') return undefined;
  const [fillValue] = Object.values<Value>(call.inputs);
  const number = fillValue?.data?.[0];
  return number === undefined ? undefined : [zeros(size, type).fill(number)];
}

function filled(number: number, like: Value): Value {
  if (like.size === 0) return empty(like);
  const value = Value.constant(typed([number], like.type), { shape: [], type: like.type });
  const attributes = { shape: [...like.shape] };
  return Value.outputOf({ kernel: 'Fill', inputs: { value }, attributes, scope: scopes() }, like);
}

function empty(spec: TensorSpec): Value {
  return Value.constant(typed([], spec.type), spec);
}

export function unsupported(type: string): CompileError {
  return new CompileError(`it uses a tensor of type ${type}, which a graph cannot contain.`);
}
