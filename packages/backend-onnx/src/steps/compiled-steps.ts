import { type Tensor, type Variable, engine, tidy } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import { linearize } from '../graph/linearize.js';
import { rewrite } from '../graph/rewrite.js';
import { simplifications } from '../graph/simplify.js';
import { type TensorData, Value } from '../graph/value.js';
import { loopGraph } from '../onnx/loop.js';
import { type Fed, Session, type SessionOptions } from '../onnx/session.js';
import { substitution } from './substitute.js';
import { trace } from './trace.js';
import type { InputSpec, TracedState } from './traced.js';

export interface StepsOptions {
  /** What each step is fed: a batch's indices, its noise. */
  readonly perStep: readonly InputSpec[];
  /** What is the same in every step, such as the data set that batches are picked from. */
  readonly constant?: readonly (InputSpec & { readonly data: TensorData })[];
  /**
   * Numbers that differ from step to step although the step takes them as plain numbers, as optimizers take their
   * learning rate: the values that they have while the step is traced, by which they are recognised.
   */
  readonly numbers?: readonly number[];
  readonly session?: SessionOptions;
}

/** A step, compiled to run many times in one native execution, its state kept between executions. */
export class CompiledSteps {
  private readonly session: Session;
  private readonly constant: readonly Fed[];
  private readonly variables: readonly Variable[];
  private state: Fed[];

  /**
   * @param step is run once, to be traced: it takes the tensors of one step, those that differ first, and yields what is
   *   collected of every step. The variables that it assigns are the state.
   * @throws TraceError where the step can't be repeated as a graph.
   */
  constructor(
    private readonly backend: OnnxBackend,
    step: (inputs: Tensor[]) => readonly Tensor[],
    { perStep, constant = [], numbers = [], session }: StepsOptions,
  ) {
    const traced = trace(backend, [...perStep, ...constant], step);
    const { leaf, captured, numberInputs } = substitution(traced, numbers);
    const results = [...traced.state.map(({ after }) => after), ...traced.outputs];
    const body = linearize(rewrite(results, leaf, simplifications));
    const perRound = [...traced.inputs.slice(0, perStep.length), ...numberInputs];
    const fixed = traced.inputs.slice(perStep.length);
    const state = traced.state.map(({ before }) => before);
    const inputs = [...state, ...fixed, ...captured, ...perRound].map(({ type }) => type);
    this.session = new Session(
      loopGraph({ body, state, constant: [...fixed, ...captured], perRound }),
      { inputs: ['int64', ...inputs], outputs: results.length },
      session,
    );
    this.constant = [
      ...constant.map(({ data, shape }) => ({ data, shape })),
      ...captured.map(({ data, shape }) => ({ data: data!, shape })),
    ];
    this.variables = traced.state.map(({ variable }) => variable);
    this.state = traced.state.map(initial);
  }

  /**
   * Runs several steps.
   *
   * @param perStep for each input that differs, the data of all steps one after another; then each number, a float32 a step.
   * @returns what the step yields, the data of all steps one after another.
   */
  run(steps: number, perStep: readonly Fed[]): TensorData[] {
    const count = { data: BigInt64Array.of(BigInt(steps)), shape: [] };
    const results = this.session.run([count, ...this.state, ...this.constant, ...perStep]);
    this.state = this.state.map(({ shape }, index) => ({ data: results[index]!, shape }));
    return results.slice(this.state.length);
  }

  /** Brings the variables up to date with the steps that were run. */
  settle(): void {
    this.variables.forEach((variable, index) => {
      const { data, shape } = this.state[index]!;
      const value = Value.leaf(data, shape, variable.dtype as InputSpec['type']);
      const info = this.backend.tensorOf(value);
      tidy(() => variable.assign(engine().makeTensorFromTensorInfo(info)));
    });
  }

  dispose(): void {
    this.session.dispose();
  }
}

function initial({ before: { data, shape } }: TracedState): Fed {
  return { data: data!, shape };
}
