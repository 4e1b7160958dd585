import { createInterface } from 'node:readline';

import type { Job, Prepared, Ran, Request } from '../protocol/messages.js';
import { CHECKED_UPDATES } from '../work/material.js';
import { type Arrays, readMaterial } from './arrays.js';

/** A model that an engine trains. */
export interface Trainee {
  /** The engine with its version. */
  readonly version: string;
  /** One update on a given batch and given noise; its loss. */
  update(indices: Int32Array, noise: readonly Float32Array[]): Promise<number>;
  /** Several updates on batches and noise of its own; the last loss. */
  run(steps: number): Promise<number>;
}

export type Begin = (job: Job, arrays: Arrays) => Promise<Trainee>;

/** The engine is not there, or can't do the work. */
export class Skip extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

export type Load = (settings: Job['settings']) => Promise<void>;

/**
 * Answers what comes on stdin until it ends.
 *
 * @param load loads what the settings ask for, which is not part of compiling.
 */
export async function serve(begin: Begin, load: Load = async () => undefined): Promise<void> {
  // Libraries greet on stdout, which is the protocol's.
  console.log = console.info = console.error;
  let trainee: Trainee | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if ('stop' in request) break;
    try {
      if ('prepare' in request) {
        let prepared: Prepared;
        [trainee, prepared] = await prepare(begin, load, request.prepare);
        answer(prepared);
      } else if ('run' in request) answer(await timed(trainee!, request.run));
      else answer({ peakBytes: process.resourceUsage().maxRSS * 1024 });
    } catch (error) {
      const { message, hint } = error as Skip;
      if (error instanceof Skip) answer({ skip: message, ...(hint === undefined ? {} : { hint }) });
      else answer({ failed: message });
    }
  }
  process.exit();
}

async function prepare(begin: Begin, load: Load, job: Job): Promise<[Trainee, Prepared]> {
  await load(job.settings);
  const arrays = readMaterial(job.material);
  const took: number[] = [];
  const clocked = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    const started = performance.now();
    const value = await work();
    took.push(performance.now() - started);
    return value;
  };
  const trainee = await clocked(() => begin(job, arrays));
  const losses: number[] = [];
  for (let step = 0; step < CHECKED_UPDATES; step++) {
    const noise = arrays.noise.map((steps) => part(steps, step));
    losses.push(await clocked(() => trainee.update(part(arrays.indices, step), noise)));
    if (step === 0) answer({ event: 'first step' });
  }
  const [built, first, second] = took as [number, number, number];
  return [trainee, { version: trainee.version, losses, compileMs: Math.max(built + first - second, 0) }];
}

function part<Data extends Float32Array | Int32Array>(data: Data, step: number): Data {
  const length = data.length / CHECKED_UPDATES;
  return data.slice(step * length, (step + 1) * length) as Data;
}

async function timed(trainee: Trainee, steps: number): Promise<Ran> {
  const started = performance.now();
  const loss = await trainee.run(steps);
  return { ms: performance.now() - started, loss };
}

function answer(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
