import type { Engine } from '../engines/registry.js';
import { type Command, EngineError, EngineProcess } from '../protocol/engine-process.js';
import type { Prepared } from '../protocol/messages.js';
import type { Material } from '../work/material.js';
import type { Work } from '../work/work.js';
import { stepsFor, turns } from './schedule.js';

export interface MeasureOptions {
  readonly rounds: number;
  /** About how long each engine runs in each round. */
  readonly turnMs: number;
  /** An engine that needs longer than this for one answer is left out. */
  readonly patienceMs: number;
  readonly command: (engine: Engine) => Command;
}

/** What was measured of one engine. */
export interface Timing {
  readonly engine: Engine;
  readonly version: string;
  /** Of one step, round by round. */
  readonly stepMs: readonly number[];
  readonly firstStepMs: number;
  readonly compileMs: number;
  readonly peakBytes: number;
  readonly losses: readonly number[];
}

export interface LeftOut {
  readonly engine: Engine;
  readonly kind: 'skipped' | 'failed';
  readonly reason: string;
  readonly hint?: string | undefined;
}

export interface WorkTimings {
  readonly work: Work;
  readonly timings: readonly Timing[];
  readonly leftOut: readonly LeftOut[];
}

/** Told how it is going: `done` of `total` parts. */
export type Report = (what: string, done: number, total: number) => void;

/** An engine that takes part, and what is known of it so far. */
interface Participant {
  readonly engine: Engine;
  readonly process: EngineProcess;
  readonly prepared: Prepared;
  readonly stepMs: number[];
  /** What a step took last. */
  lastMs: number;
}

/** The material of each engine's job: an engine whose work is not the others' brings its own. */
export interface Entry {
  readonly engine: Engine;
  readonly work: Work;
  readonly material: Material;
}

/**
 * Measures engines on a piece of work: each is prepared alone, then they take turns, in another
 * order every round.
 *
 * An engine that fails in any round is left out, and the others continue.
 */
export async function measureWork(
  work: Work,
  entries: readonly Entry[],
  options: MeasureOptions,
  report: Report = () => undefined,
): Promise<WorkTimings> {
  const leftOut: LeftOut[] = [];
  const participants: Participant[] = [];
  const total = entries.length * (1 + options.rounds);
  let done = 0;
  const leave = (engine: Engine, error: unknown): void => {
    if (!(error instanceof EngineError)) throw error;
    leftOut.push({ engine, kind: error.kind, reason: error.message, hint: error.hint });
  };
  const running: EngineProcess[] = [];
  try {
    for (const entry of entries) {
      report(`${entry.engine.title}: getting ready`, done++, total);
      const process = new EngineProcess(options.command(entry.engine), options.patienceMs);
      running.push(process);
      try {
        participants.push(await join(entry, process));
      } catch (error) {
        leave(entry.engine, error);
        process.dispose();
      }
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const index of turns(participants.length, round)) {
        const participant = participants[index]!;
        if (leftOut.some(({ engine }) => engine === participant.engine)) continue;
        report(`${participant.engine.title}: round ${round + 1}`, done++, total);
        try {
          await takeTurn(participant, options.turnMs);
        } catch (error) {
          leave(participant.engine, error);
        }
      }
    }
    const timings: Timing[] = [];
    for (const participant of participants) {
      if (participant.stepMs.length < options.rounds) continue;
      const { engine, process, prepared, stepMs } = participant;
      const { peakBytes } = await process.memory();
      timings.push({ engine, ...prepared, stepMs, firstStepMs: process.firstStepMs ?? NaN, peakBytes });
    }
    return { work, timings, leftOut };
  } finally {
    report('done', total, total);
    for (const process of running) process.dispose();
  }
}

async function join({ engine, work, material }: Entry, process: EngineProcess): Promise<Participant> {
  const prepared = await process.prepare({ work, material, settings: engine.settings });
  const { ms } = await process.run(1);
  return { engine, process, prepared, stepMs: [], lastMs: ms };
}

/**
 * Warms up for a tenth of a turn, which is not counted, and more when what a step takes is hardly
 * known.
 */
async function takeTurn(participant: Participant, turnMs: number): Promise<void> {
  const { process, stepMs } = participant;
  const run = async (forMs: number): Promise<void> => {
    const steps = stepsFor(forMs, participant.lastMs);
    participant.lastMs = (await process.run(steps)).ms / steps;
  };
  const warmUps = stepMs.length === 0 ? [0.02, 0.1, 0.2] : [0.1];
  for (const share of warmUps) if (participant.lastMs < share * turnMs) await run(share * turnMs);
  await run(turnMs);
  stepMs.push(participant.lastMs);
}
