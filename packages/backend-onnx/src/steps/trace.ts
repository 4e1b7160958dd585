import { type Tensor, type Variable, dispose, engine, tidy } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import { linearize } from '../graph/linearize.js';
import { type TensorType, Value } from '../graph/value.js';
import { CompileError } from './compile-error.js';
import { Draws } from './draws.js';
import type { InputSpec, Traced, TracedState, TracedVariable } from './traced.js';

/**
 * Runs a function once without computing anything, and keeps what it would have computed.
 *
 * Variables that it assigns are its state: they keep the values that they had, and their new ones are part of the graph.
 * So do variables that it makes, as optimizers do when first applied.
 *
 * @throws CompileError where the function reads a tensor that depends on its inputs or state, runs a kernel that is not
 *   recorded on one, or draws from Math.random in a way that can't be repeated: the graph would keep what was read or
 *   drawn for ever.
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

  constructor(private readonly backend: OnnxBackend) {}

  trace(specs: readonly InputSpec[], run: (inputs: Tensor[]) => readonly Tensor[]): Traced {
    const known = Object.values(engine().registeredVariables).filter(numeric);
    for (const variable of known) this.backend.dataOf(variable);
    const endTracing = this.backend.startTracing(checkRead);
    const draws = new Draws();
    const uncoverRandom = draws.watch((value) => this.tensor(value));
    const uncoverVariables = this.watchVariables();
    try {
      for (const variable of known) this.remember(variable);
      const inputs = specs.map(({ shape, type }) => Value.open(undefined, shape, type));
      let outputs: Value[] = [];
      tidy(() => {
        const results = run(inputs.map((input) => this.tensor(input)));
        outputs = results.map((tensor) => this.contentOf(tensor));
        // What a gradient function hands out must be kept, or its tape would dispose it.
        dispose([...results]);
      });
      return { inputs, outputs, draws: draws.made, ...this.variables() };
    } finally {
      for (const [variable, { data, shape, type }] of this.before) {
        this.assign(variable, Value.leaf(data, shape, type));
      }
      uncoverVariables();
      uncoverRandom();
      endTracing();
    }
  }

  private tensor(value: Value): Tensor {
    return engine().makeTensorFromTensorInfo(this.backend.store.tensorOf(value));
  }

  private contentOf(tensor: Tensor): Value {
    const value = this.backend.store.contentOf(tensor);
    if (value) return value;
    throw new CompileError(`a tensor of type ${tensor.dtype} has no place in a compiled graph.`);
  }

  private assign(variable: Variable, value: Value): void {
    tidy(() => variable.assign(this.tensor(value)));
  }

  private variables(): Pick<Traced, 'state' | 'unchanged'> {
    const state: TracedState[] = [];
    const unchanged: TracedVariable[] = [];
    for (const [variable, before] of this.before) {
      const after = this.contentOf(variable);
      if (after === before) unchanged.push({ variable, before });
      else state.push({ variable, before, after });
    }
    return { state, unchanged };
  }

  /** Gives a variable a value of its own: a tensor that shared it would seem to change with it. */
  private remember(variable: Variable): void {
    const value = Value.open(this.backend.dataOf(variable), variable.shape, variable.dtype as TensorType);
    this.assign(variable, value);
    this.before.set(variable, value);
  }

  /** Variables that are made in the function are remembered with the value that they are made with. */
  private watchVariables(): () => void {
    const maker = engine();
    const makeVariable = maker.makeVariable.bind(maker);
    maker.makeVariable = (...args) => {
      const variable = makeVariable(...args);
      if (numeric(variable)) this.remember(variable);
      return variable;
    };
    return () => {
      maker.makeVariable = makeVariable;
    };
  }
}

function checkRead(value: Value, purpose: string): void {
  if (!value.open && !linearize([value]).leaves.some(({ open }) => open)) return;
  throw new CompileError(
    `a tensor of shape [${value.shape.join()}] that depends on the inputs or the variables ${purpose} while the function runs.`,
  );
}

const numeric = ({ dtype }: Variable): boolean => dtype !== 'string' && dtype !== 'complex64';
