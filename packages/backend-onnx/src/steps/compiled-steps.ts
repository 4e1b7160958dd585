import { type Tensor, type Variable, engine, tidy } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import { linearize } from '../graph/linearize.js';
import { greater, like, where } from '../graph/operators/elementwise.js';
import { rewrite } from '../graph/rewrite.js';
import { scaleProducts } from '../graph/scale-products.js';
import { simplifications } from '../graph/rules/index.js';
import { type TensorData, type TensorType, Value } from '../graph/value.js';
import type { Fed, SessionOptions } from '../onnx/session.js';
import { CompileError } from './compile-error.js';
import { type Draw, unseeded } from './draws.js';
import { packState } from './pack-state.js';
import { StepSessions } from './step-sessions.js';
import { substitution } from './substitute.js';
import { trace } from './trace.js';
import type { InputSpec } from './traced.js';

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
  /** Whether the last of what the step yields is 1 where its changes are meant, and 0 where nothing is to change. */
  readonly conditional?: boolean;
}

/** A step, compiled to run many times in one native execution. */
export class CompiledSteps {
  private readonly sessions: StepSessions;
  private readonly constant: readonly Fed[];
  /** The variables that are held together, for each state of the loop. */
  private readonly state: readonly (readonly Variable[])[];
  private readonly read: readonly Variable[];
  private readonly perStep: readonly InputSpec[];
  private readonly draws: readonly (Draw & { readonly used: boolean })[];

  /**
   * @param step is run once, to be traced: it takes the tensors of one step, those that differ first, and yields what is
   *   collected of every step. The variables that it assigns are the state.
   * @throws CompileError where the step can't be repeated as a graph.
   */
  constructor(
    private readonly backend: OnnxBackend,
    step: (inputs: Tensor[]) => readonly Tensor[],
    { perStep, constant = [], numbers = [], conditional = false }: StepsOptions,
    sessionOptions: SessionOptions = {},
  ) {
    const traced = trace(backend, [...perStep, ...constant], step);
    const { leaf, read, captured, numberInputs } = substitution(traced, numbers);
    const meant = conditional ? traced.outputs.at(-1) : undefined;
    const next = traced.state.map(({ before, after }) => (meant ? chosen(meant, after, before) : after));
    const results = [...next, ...traced.outputs];
    const [after, outputs] = cut(rewrite(results, leaf, simplifications), traced.state.length);
    const states = traced.state.map(({ before }, index) => ({ before, after: after[index]! }));
    const packed = packState(states, outputs);
    const body = linearize(scaleProducts([...packed.held.map(({ after }) => after), ...packed.outputs]));
    const used = new Set(body.leaves);
    this.draws = traced.draws.map((draw) => ({ ...draw, used: used.has(draw.value) }));
    const drawn = traced.draws.map(({ value }) => value).filter((value) => used.has(value));
    const perRound = [...traced.inputs.slice(0, perStep.length), ...numberInputs, ...drawn];
    const state = packed.held.map(({ before }) => before);
    const fixed = [...read.map(({ before }) => before), ...traced.inputs.slice(perStep.length), ...captured];
    try {
      this.sessions = new StepSessions({ body, state, constant: fixed, perRound }, sessionOptions);
    } catch (cause) {
      throw new CompileError(
        `ONNX Runtime refuses it: ${cause instanceof Error ? cause.message : String(cause)}`,
        {
          cause,
        },
      );
    }
    this.state = packed.held.map(({ members }) => members.map((member) => traced.state[member]!.variable));
    this.read = read.map(({ variable }) => variable);
    this.constant = [...constant, ...captured].map(({ data, shape }) => ({ data: data!, shape }));
    const scalars = numbers.map(() => ({ shape: [], type: 'float32' }) as const);
    this.perStep = [
      ...perStep,
      ...scalars,
      ...drawn.map(({ shape }) => ({ shape, type: 'float32' }) as const),
    ];
  }

  /** Arrays that hold the state from step to step: small variables that are updated alike share one. */
  get arrays(): number {
    return this.state.length;
  }

  /**
   * Runs several steps, and leaves the variables as the last one does.
   *
   * @param perStep for each input that differs, the data of all steps one after another; then each number, a float32 a step.
   * @param randomOf what Math.random is to each of the steps, for what the step draws itself, as dropout does: an uncompiled
   *   step would draw the same from it.
   * @returns what the step yields, the data of all steps one after another.
   */
  run(
    steps: number,
    perStep: readonly TensorData[],
    randomOf: (step: number) => () => number = () => unseeded,
  ): ArrayLike<number>[] {
    const perRound = [...perStep, ...this.drawn(steps, randomOf)].map((data, index) => ({
      data,
      shape: [steps, ...this.perStep[index]!.shape],
    }));
    const results = this.sessions.run(steps, {
      state: this.state.map((held) => this.known(held)),
      constant: [...this.read.map((variable) => this.known([variable])), ...this.constant],
      perRound,
    });
    this.state.forEach((held, index) => this.assign(held, results[index]!));
    return results.slice(this.state.length) as ArrayLike<number>[];
  }

  /** For each draw that the graph uses those of all steps, one after another. */
  private drawn(steps: number, randomOf: (step: number) => () => number): Float32Array[] {
    const used = this.draws.filter((draw) => draw.used);
    if (used.length === 0) return [];
    const all = used.map(({ value }) => new Float32Array(steps * value.size));
    for (let step = 0; step < steps; step++) {
      const random = randomOf(step);
      // Those that are not used take their number too.
      const seeds = this.draws.map((draw) => ({ draw, seed: random() })).filter(({ draw }) => draw.used);
      seeds.forEach(({ draw, seed }, index) => all[index]!.set(draw.draw(seed), step * draw.value.size));
    }
    return all;
  }

  dispose(): void {
    this.sessions.dispose();
  }

  /** The data of variables that are held together, one after another. */
  private known(variables: readonly Variable[]): Fed {
    const [only] = variables as readonly [Variable];
    if (variables.length === 1) return { data: this.backend.dataOf(only), shape: only.shape };
    const data = new Float32Array(variables.reduce((length, { size }) => length + size, 0));
    let offset = 0;
    for (const variable of variables) {
      data.set(this.backend.dataOf(variable) as Float32Array, offset);
      offset += variable.size;
    }
    return { data, shape: [data.length] };
  }

  private assign(variables: readonly Variable[], data: TensorData): void {
    let offset = 0;
    for (const variable of variables) {
      const own = variables.length === 1 ? data : data.slice(offset, offset + variable.size);
      offset += variable.size;
      const value = Value.leaf(own, variable.shape, variable.dtype as TensorType);
      const info = this.backend.store.tensorOf(value);
      tidy(() => variable.assign(engine().makeTensorFromTensorInfo(info)));
    }
  }
}

/** One value where a scalar is 1, and another where it is 0. */
function chosen(condition: Value, yes: Value, no: Value): Value {
  return where(greater(condition, like(condition, 0)), yes, no);
}

function cut<Item>(items: readonly Item[], at: number): [Item[], Item[]] {
  return [items.slice(0, at), items.slice(at)];
}
