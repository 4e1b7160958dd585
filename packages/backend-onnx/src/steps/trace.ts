import { type Tensor, type Variable, dispose, engine, tidy } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import { linearize } from '../graph/linearize.js';
import { Value } from '../graph/value.js';
import {
  CompileError,
  type InputSpec,
  type Traced,
  type TracedState,
  type TracedVariable,
} from './traced.js';

/**
 * Runs a function once without computing anything, and keeps what it would have computed.
 *
 * Variables that it assigns are its state: they keep the values that they had, and their new ones are part of the graph.
 * So do variables that it makes, as optimizers do when first applied.
 *
 * @throws CompileError where the function reads a tensor that depends on its inputs or state, runs a kernel that is not
 *   recorded on one, or draws from Math.random: the graph would repeat what was read or drawn for ever.
 */
export function trace(
  backend: OnnxBackend,
  inputs: readonly InputSpec[],
  run: (inputs: Tensor[]) => readonly Tensor[],
): Traced {
  return new Tracing(backend).trace(inputs, run);
}

class Tracing {
  /** Every variable with the value that it had before. */
  private readonly before = new Map<Variable, Value>();
  private readonly open = new Set<Value>();

  constructor(private readonly backend: OnnxBackend) {}

  trace(specs: readonly InputSpec[], run: (inputs: Tensor[]) => readonly Tensor[]): Traced {
    for (const variable of Object.values(engine().registeredVariables)) this.remember(variable);
    const inputs = specs.map(({ shape, type }) => Value.leaf(undefined, shape, type));
    for (const input of inputs) this.open.add(input);
    const endTracing = this.backend.startTracing((value, purpose) => this.checkRead(value, purpose));
    const uncoverRandom = forbidRandom();
    const uncoverVariables = this.watchVariables();
    try {
      let outputs: Value[] = [];
      tidy(() => {
        const tensors = inputs.map((input) => this.tensor(input));
        const results = run(tensors);
        outputs = results.map((tensor) => this.backend.contentOf(tensor));
        // What a gradient function hands out must be kept, or its tape would dispose it.
        dispose([...results]);
      });
      return { inputs, outputs, ...this.variables() };
    } finally {
      for (const [variable, value] of this.before) this.backend.replaceValue(variable, value);
      uncoverVariables();
      uncoverRandom();
      endTracing();
    }
  }

  private tensor(value: Value): Tensor {
    return engine().makeTensorFromTensorInfo(this.backend.tensorOf(value));
  }

  private variables(): Pick<Traced, 'state' | 'unchanged'> {
    const state: TracedState[] = [];
    const unchanged: TracedVariable[] = [];
    for (const [variable, before] of this.before) {
      const after = this.backend.contentOf(variable);
      if (after === before) unchanged.push({ variable, before });
      else state.push({ variable, before, after });
    }
    return { state, unchanged };
  }

  /** Gives a variable a value of its own: a tensor that shared it would seem to change with it. */
  private remember(variable: Variable): void {
    const value = this.backend.copyValue(variable);
    tidy(() => variable.assign(this.tensor(value)));
    this.before.set(variable, value);
    this.open.add(value);
  }

  /** Variables that are made in the function are remembered with the value that they are made with. */
  private watchVariables(): () => void {
    const maker = engine();
    const makeVariable = maker.makeVariable.bind(maker);
    maker.makeVariable = (...args) => {
      const variable = makeVariable(...args);
      this.remember(variable);
      return variable;
    };
    return () => {
      maker.makeVariable = makeVariable;
    };
  }

  private checkRead(value: Value, purpose: string): void {
    const { leaves } = linearize([value]);
    const depends = this.open.has(value) || leaves.some((leaf) => this.open.has(leaf));
    if (!depends) return;
    throw new CompileError(
      `a tensor of shape [${value.shape.join()}] that depends on the inputs or the variables ${purpose} while the function runs.`,
    );
  }
}

/** A draw from Math.random would be the same number in every run of the graph. */
function forbidRandom(): () => void {
  const random = Math.random;
  Math.random = () => {
    throw new CompileError('a layer draws from Math.random, as dropout and noise layers without a seed do.');
  };
  return () => {
    Math.random = random;
  };
}
