import { itemAt } from '../graph/item-at.js';
import {
  KernelRunner,
  type Draw,
  type Program,
  CompileError,
  type TensorSpec,
  drawnFor,
} from '@helmholtz/trace';
import { type Variable, engine, tidy } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import { linearize } from '../graph/linearize.js';
import { greater, like, where } from '../graph/operators/elementwise.js';
import { rewrite } from '../graph/rewrite.js';
import { simplifications } from '../graph/rules/index.js';
import { scaleProducts } from '../graph/scale-products.js';
import { type TensorData, type TensorType, Value } from '../graph/value.js';
import type { Fed, SessionOptions } from '../session/session.js';
import { lower } from '../lowering/lower.js';
import { packState } from '../lowering/pack-state.js';
import { StepSessions } from './step-sessions.js';
import { substitution } from '../lowering/substitute.js';

/** A compiled step, to run many times in one native execution. */
export class CompiledSteps {
  private readonly sessions: StepSessions;
  private readonly constant: readonly Fed[];
  /** Variables that are stored together, for each state of the loop. */
  private readonly state: readonly (readonly Variable[])[];
  private readonly read: readonly Variable[];
  private readonly perStep: readonly TensorSpec[];
  private readonly draws: readonly Draw[];
  private readonly usedDraws: ReadonlySet<Draw['value']>;

  /**
   * @param program the traced step. The variables that it assigns are the state.
   * @throws CompileError if the step has no ONNX form.
   */
  constructor(
    private readonly backend: OnnxBackend,
    program: Program,
    sessionOptions: SessionOptions = {},
  ) {
    const valueOf = lower(program, new KernelRunner('onnx', backend));
    const perStep = program.perStep.map(valueOf);
    const constants = program.constants.map(({ value }) => valueOf(value));
    const numbers = program.numbers.map(valueOf);
    const states = program.state.map(({ before, after }) => ({
      before: valueOf(before),
      after: valueOf(after),
    }));
    const condition = program.condition && valueOf(program.condition);
    const traced = [...states.map(({ after }) => after), ...program.outputs.map(valueOf)];
    const draws = program.draws.map((draw) => ({ draw, value: valueOf(draw.value) }));
    const suppliedValues = new Set([
      ...perStep,
      ...constants,
      ...numbers,
      ...draws.map(({ value }) => value),
      ...states.map(({ before }) => before),
    ]);
    const unchanged = new Map(program.unchanged.map((entry) => [valueOf(entry.before), entry]));
    const { leaf, read, captured } = substitution(traced, suppliedValues, unchanged);
    const results = [
      ...states.map(({ before, after }) => (condition ? chosen(condition, after, before) : after)),
      ...traced.slice(states.length),
    ];
    const [after, outputs] = cut(rewrite(results, leaf, simplifications), states.length);
    const packed = packState(
      after.map((value, index) => ({ before: itemAt(states, index).before, after: value })),
      outputs,
    );
    const body = linearize(scaleProducts([...packed.held.map(({ after }) => after), ...packed.outputs]));
    const usedValues = new Set(body.leaves);
    const usedDraws = draws.filter(({ value }) => usedValues.has(value));
    const perRound = [...perStep, ...numbers, ...usedDraws.map(({ value }) => value)];
    const state = packed.held.map(({ before }) => before);
    const fixed = [...read.map(({ leaf }) => leaf), ...constants, ...captured];
    try {
      this.sessions = new StepSessions({ body, state, constant: fixed, perRound }, sessionOptions);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CompileError(`ONNX Runtime refuses it: ${reason}`, { cause });
    }
    this.state = packed.held.map(({ members }) =>
      members.map((member) => itemAt(program.state, member).variable),
    );
    this.read = read.map(({ variable }) => variable);
    this.constant = [
      ...program.constants.map(({ value, data }) => ({ data, shape: value.shape })),
      ...captured.map(({ knownData: data, shape }) => ({ data, shape })),
    ];
    this.perStep = [...program.perStep, ...program.numbers, ...usedDraws.map(({ draw }) => draw.value)];
    this.draws = program.draws;
    this.usedDraws = new Set(usedDraws.map(({ draw }) => draw.value));
  }

  /** Number of arrays that hold the state. Small variables with the same update share one. */
  get arrays(): number {
    return this.state.length;
  }

  /**
   * Runs several steps in one native execution and leaves the variables as the last step does.
   *
   * @param perStep data of all steps, one after another: an array for each input that changes from
   *   step to step, then a float32 array for each number.
   * @param randomOf returns the `Math.random` of a step, for random draws such as dropout. An
   *   uncompiled step draws the same numbers from it. Default: `Math.random`.
   * @returns the outputs of the step, each with the data of all steps, one after another.
   */
  run(
    steps: number,
    perStep: readonly TensorData[],
    randomOf?: (step: number) => () => number,
  ): ArrayLike<number>[] {
    const perRound = [...perStep, ...drawnFor(this.draws, this.usedDraws, steps, randomOf)].map(
      (data, index) => ({
        data,
        shape: [steps, ...itemAt(this.perStep, index).shape],
      }),
    );
    const results = this.sessions.run(steps, {
      state: this.state.map((held) => this.known(held)),
      constant: [...this.read.map((variable) => this.known([variable])), ...this.constant],
      perRound,
    });
    this.state.forEach((held, index) => this.assign(held, itemAt(results, index)));
    return results.slice(this.state.length) as ArrayLike<number>[];
  }

  /** Frees the native memory of the compiled graphs. */
  dispose(): void {
    this.sessions.dispose();
  }

  /** Data of variables that are stored together, one after another. */
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
      const variableData = variables.length === 1 ? data : data.slice(offset, offset + variable.size);
      offset += variable.size;
      const value = Value.leaf(variableData, variable.shape, variable.dtype as TensorType);
      const info = this.backend.store.tensorOf(value);
      tidy(() => variable.assign(engine().makeTensorFromTensorInfo(info)));
    }
  }
}

/** Selects a value by a scalar condition, 1 or 0. */
function chosen(condition: Value, yes: Value, no: Value): Value {
  return where(greater(condition, like(condition, 0)), yes, no);
}

function cut<Item>(items: readonly Item[], at: number): [Item[], Item[]] {
  return [items.slice(0, at), items.slice(at)];
}
