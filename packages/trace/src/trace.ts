import { type Tensor, type Variable, dispose, engine, keep, tensor, tidy } from '@tensorflow/tfjs-core';

import { Draws } from './draws.js';
import { enterTraceBackend } from './enter.js';
import { TracedNumbers } from './numbers.js';
import { type Program, type ProgramState, type ProgramVariable, callsOf } from './program.js';
import type { ShapesOf } from './shapes/rule.js';
import type { TraceBackend } from './trace-backend.js';
import { type ElementData, type ElementType, type TensorSpec, Value } from './value.js';

/** Inputs that change between steps, and inputs that stay the same. */
export interface TraceOptions {
  /** Inputs with other data in each step, such as the indices of a batch. */
  readonly perStep: readonly TensorSpec[];
  /** Inputs with the same data in all steps, such as the data set that batches are picked from. */
  readonly constant?: readonly (TensorSpec & { readonly data: ElementData })[];
  /**
   * Plain numbers that change from step to step, such as the learning rate that an optimizer holds:
   * the values that they have while the step is traced. A scalar with this value becomes an input.
   */
  readonly numbers?: readonly number[];
  /** Whether the last output of the step is a flag: 0 leaves the variables as they were. */
  readonly conditional?: boolean;
  /**
   * Shapes of the outputs of kernels that have no rule here, from the engine that will run them.
   * Undefined for a kernel that it does not know.
   */
  readonly shapesOf?: ShapesOf;
}

/**
 * Traces a step: runs it once, on any TensorFlow.js backend, without computing values.
 *
 * The variables that the step assigns are its state. Tracing does not change their values.
 * Variables that the step creates, as optimizers do at the first update, are state too.
 *
 * @param step takes the tensors of one step, `perStep` first and `constant` after them.
 * @throws CompileError if a graph cannot repeat the step. The step must not read tensors that
 * depend on its inputs or variables, nor use kernels whose output shapes depend on data. It may
 * draw random numbers only by `randomUniform`, `randomNormal` and `truncatedNormal`.
 *
 * @example
 * ```ts
 * import { listing, trace } from '@helmholtz/trace';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const weight = tf.variable(tf.scalar(1));
 * const program = trace(
 *   ([x = tf.scalar(0)]) => {
 *     weight.assign(tf.mul(weight, x));
 *     return [tf.square(weight)];
 *   },
 *   { perStep: [{ shape: [], type: 'float32' }] },
 * );
 * console.log(listing(program).includes('Square')); // true
 * ```
 */
export function trace(step: (inputs: Tensor[]) => readonly Tensor[], options: TraceOptions): Program {
  return new Tracing(options).trace(step);
}

class Tracing {
  private readonly numbers: TracedNumbers;
  /** Every variable with its value before the step, and a function that restores its tensor. */
  private readonly remembered = new Map<Variable, { readonly before: Value; readonly restore: () => void }>();

  constructor(private readonly options: TraceOptions) {
    this.numbers = new TracedNumbers(options.numbers ?? []);
  }

  trace(step: (inputs: Tensor[]) => readonly Tensor[]): Program {
    const variables = Object.values(engine().registeredVariables).filter(numeric);
    // Keeps the data of variables alive while the variables stand for values of the program.
    const originals = tidy(() =>
      variables.map((variable) => ({ variable, original: keep(variable.clone()) })),
    );
    const { backend, leave } = enterTraceBackend(
      (data, spec) => this.numbers.constant(data, spec),
      this.options.shapesOf,
    );
    const draws = new Draws();
    const stopDraws = draws.watch((value) => tensorOf(backend, value));
    const stopVariables = this.watchVariables(backend);
    try {
      for (const { variable, original } of originals) {
        this.remember(backend, variable, () => variable.assign(original));
      }
      return this.run(backend, draws, step);
    } finally {
      stopVariables();
      stopDraws();
      leave();
      for (const { restore } of this.remembered.values()) restore();
      dispose(originals.map(({ original }) => original));
    }
  }

  private run(backend: TraceBackend, draws: Draws, step: (inputs: Tensor[]) => readonly Tensor[]): Program {
    const { perStep, constant = [], conditional = false } = this.options;
    const inputs = perStep.map((spec) => Value.input(spec));
    const constants = constant.map((given) => ({ value: Value.input(given), data: given.data }));
    let outputs: readonly Value[] = [];
    tidy(() => {
      const fed = [...inputs, ...constants.map(({ value }) => value)];
      const results = step(fed.map((value) => tensorOf(backend, value)));
      outputs = results.map((tensor) => backend.valueOfTensor(tensor));
      // Tensors that a gradient function returns are kept, so that its tape does not dispose them.
      dispose([...results]);
    });
    const { state, unchanged } = this.variables(backend);
    return {
      perStep: inputs,
      numbers: this.numbers.inputs,
      draws: draws.made,
      constants,
      state,
      unchanged,
      calls: callsOf([...state.map(({ after }) => after), ...outputs]),
      outputs,
      condition: conditional ? outputs.at(-1) : undefined,
    };
  }

  private variables(backend: TraceBackend): Pick<Program, 'state' | 'unchanged'> {
    const state: ProgramState[] = [];
    const unchanged: ProgramVariable[] = [];
    for (const [variable, { before }] of this.remembered) {
      const after = backend.valueOfTensor(variable);
      if (after === before) unchanged.push({ variable, before });
      else state.push({ variable, before, after });
    }
    return { state, unchanged };
  }

  /**
   * Gives a variable a value of its own: a tensor that shared its data would seem to change with
   * it.
   */
  private remember(backend: TraceBackend, variable: Variable, restore: () => void): void {
    const before = Value.input({ shape: variable.shape, type: variable.dtype as ElementType });
    tidy(() => variable.assign(tensorOf(backend, before)));
    this.remembered.set(variable, { before, restore });
  }

  /** Remembers variables that the step makes, with the data that they are made with. */
  private watchVariables(backend: TraceBackend): () => void {
    const maker = engine();
    const makeVariable = maker.makeVariable.bind(maker);
    maker.makeVariable = (...args) => {
      const variable = makeVariable(...args);
      if (!numeric(variable)) return variable;
      const start = backend.dataOf(backend.valueOfTensor(variable)).slice();
      const { shape, dtype } = variable;
      this.remember(backend, variable, () => {
        tidy(() => variable.assign(tensor(start, shape, dtype)));
      });
      return variable;
    };
    return () => {
      maker.makeVariable = makeVariable;
    };
  }
}

function tensorOf(backend: TraceBackend, value: Value): Tensor {
  return engine().makeTensorFromTensorInfo(backend.tensorOf(value));
}

const numeric = ({ dtype }: Variable): boolean => dtype !== 'string' && dtype !== 'complex64';
