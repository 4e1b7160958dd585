import type { TensorData } from '../graph/value.js';
import { plainGraph } from '../onnx/encode.js';
import { type LoopParts, loopGraph } from '../onnx/loop.js';
import { type Fed, Session, type SessionOptions } from '../session/session.js';

/**
 * Number of state elements from which copying them out of a loop takes a noticeable part of a step.
 */
const LARGE_STATE = 1 << 24;

/** Inputs of the steps of one execution, in the order of the parts. */
export interface StepsFed {
  readonly state: readonly Fed[];
  readonly constant: readonly Fed[];
  /** Stacked: the first axis is the step. */
  readonly perRound: readonly Fed[];
}

/**
 * Sessions that run a step: many steps in a loop and, for a large state, a single step without a
 * loop.
 */
export class StepSessions {
  private readonly isLarge: boolean;
  private loop: Session | undefined;
  private single: Session | undefined;

  /** @throws Error if ONNX Runtime rejects the graph. */
  constructor(
    private readonly parts: LoopParts,
    private readonly options: SessionOptions,
  ) {
    this.isLarge = parts.state.reduce((numbers, { size }) => numbers + size, 0) >= LARGE_STATE;
    this.sessionFor(1);
  }

  /**
   * Returns the last state, then the collected outputs, the data of all steps one after another.
   */
  run(steps: number, { state, constant, perRound }: StepsFed): TensorData[] {
    const session = this.sessionFor(steps);
    if (session === this.single) {
      const ofStep = perRound.map(({ data, shape }) => ({ data, shape: shape.slice(1) }));
      return session.run([...state, ...constant, ...ofStep]);
    }
    const count = { data: BigInt64Array.of(BigInt(steps)), shape: [] };
    return session.run([count, ...state, ...constant, ...perRound]);
  }

  dispose(): void {
    this.loop?.dispose();
    this.single?.dispose();
  }

  private sessionFor(steps: number): Session {
    if (this.isLarge && steps === 1) return (this.single ??= this.compiled(false));
    return (this.loop ??= this.compiled(true));
  }

  private compiled(isLoop: boolean): Session {
    const { body, state, constant, perRound } = this.parts;
    const inputs = [...state, ...constant, ...perRound];
    const types = inputs.map(({ type }) => type);
    const graph = isLoop ? loopGraph(this.parts) : plainGraph({ ...body, inputs });
    const signature = {
      inputs: isLoop ? (['int64', ...types] as const) : types,
      outputs: body.outputs.length,
    };
    return new Session(graph, signature, this.options);
  }
}
