import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import type { Behaviour } from '../testing/fake-engine.js';
import { fakeCommand, fakeEngine, noMaterial, smallWork } from '../testing/fakes.js';
import { type Entry, type WorkTimings, measureWork } from './measure-work.js';
import { turns } from './schedule.js';

const ROUNDS = 3;
const TURN_MS = 100;

interface Measuring {
  readonly result: WorkTimings;
  /** Who ran, in order: runs that follow one another are one turn. */
  readonly turns: { readonly name: string; readonly steps: number[] }[];
  readonly reports: (readonly [done: number, total: number])[];
}

async function measure(...behaviours: Behaviour[]): Promise<Measuring> {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-bench-test-'));
  try {
    const log = join(folder, 'turns');
    const entries: Entry[] = behaviours.map((behaviour) => ({
      engine: fakeEngine({ ...behaviour, log }),
      work: smallWork,
      material: noMaterial,
    }));
    const reports: [number, number][] = [];
    const options = { rounds: ROUNDS, turnMs: TURN_MS, patienceMs: 60_000, command: () => fakeCommand };
    const result = await measureWork(smallWork, entries, options, (_, done, total) => {
      reports.push([done, total]);
    });
    const taken: { name: string; steps: number[] }[] = [];
    for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
      const [name, steps] = line.split(' ') as [string, string];
      if (taken.at(-1)?.name === name) taken.at(-1)!.steps.push(Number(steps));
      else taken.push({ name, steps: [Number(steps)] });
    }
    return { result, turns: taken, reports };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('engines take turns in the order of the round, and the last run of a turn is what counts', async (t) => {
  const names = ['a', 'b', 'c'];
  const { result, turns: taken } = await measure(
    ...names.map((name, index) => ({ name, stepMs: index + 1 })),
  );
  const expected = [
    ...names, // getting ready
    ...Array.from({ length: ROUNDS }, (_, round) => turns(3, round).map((index) => names[index]!)).flat(),
  ];
  // Who is the last of a round and the first of the next has one turn in the log for both.
  const merged = expected.filter((name, index) => name !== expected[index - 1]);
  t.deepEqual(
    taken.map(({ name }) => name),
    merged,
  );
  t.deepEqual(
    result.timings.map(({ engine, stepMs }) => [engine.name, stepMs]),
    names.map((name, index) => [name, [index + 1, index + 1, index + 1]]),
  );
});

test('a turn is warmed up, and is as many steps as fill its time', async (t) => {
  const { turns: turns } = await measure({ name: 'a', stepMs: 2 }, { name: 'slow', stepMs: 1_000 });
  const stepsOf = (wanted: string): number[] =>
    turns.flatMap(({ name, steps }) => (name === wanted ? steps : []));
  // One step to know how long it takes, a longer warm-up in the first round, then a tenth of each
  // turn.
  t.deepEqual(stepsOf('a'), [1, 5, 10, 50, 5, 50, 5, 50]);
  t.deepEqual(stepsOf('slow'), [1, 1, 1, 1]);
});

test('an engine that is missing, fails or dies is skipped with the reason, and the others continue', async (t) => {
  const { result } = await measure(
    { name: 'missing', skip: 'not installed' },
    { name: 'good' },
    { name: 'broken', failed: 'no such kernel' },
    { name: 'mortal', exitAt: 6 },
  );
  t.deepEqual(
    result.timings.map(({ engine, stepMs }) => [engine.name, stepMs.length]),
    [['good', ROUNDS]],
  );
  t.deepEqual(
    result.leftOut.map(({ engine, kind, hint }) => [engine.name, kind, hint]),
    [
      ['missing', 'skipped', 'buy one'],
      ['broken', 'failed', undefined],
      ['mortal', 'failed', undefined],
    ],
  );
  t.regex(result.leftOut[2]!.reason, /exit code 7/);
});

test('progress never decreases, and ends at its total', async (t) => {
  const { reports } = await measure({ name: 'a' }, { name: 'missing', skip: 'not installed' });
  for (const [index, [done, total]] of reports.entries()) {
    t.true(done >= (reports[index - 1]?.[0] ?? 0) && done <= total);
  }
  t.deepEqual(reports.at(-1), [8, 8]);
});
