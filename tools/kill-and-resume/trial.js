// A run that is killed once or several times, resumed, and compared with an uninterrupted run.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { itemAt } from '@helmholtz/base';

import { claims, leftovers, outcome, reached, train } from './victim.js';

/**
 * @import { RandomStream } from '@helmholtz/core'
 * @import { Fault } from './faulty-files.js'
 * @import { Ended, Outcome } from './victim.js'
 */

/**
 * The uninterrupted run.
 *
 * @typedef {object} Reference
 * @property {string} name
 * @property {string[]} argv
 * @property {Outcome} outcome
 * @property {number} operations number of file operations
 * @property {number} milliseconds
 */

/** @typedef {(name: string, times?: number) => void} Count called with the name of each event */

/** @typedef {(typeof kinds)[number]} Kind */

/** @typedef {Awaited<ReturnType<typeof claims>>['rows']} Rows */

/** Kinds of interruptions. */
export const kinds = /** @type {const} */ ([
  'kill at a moment',
  'kill at a file operation',
  'power cut',
  'failing file operation',
]);

const faults = { 'kill at a file operation': 'kill', 'power cut': 'power', 'failing file operation': 'fail' };

/**
 * @param {Reference} reference
 * @param {string} path
 * @param {RandomStream} random the same stream gives the same trial, except moments of time.
 * @param {Count} count
 */
export async function trial(reference, path, random, count) {
  const begin = [...reference.argv, '--out', path];
  const seconds = ['--checkpoint-seconds', itemAt(['0', '0.02', '60'], random.nextInteger(3))];
  let cuts = 0;
  let argv = begin;
  /**
   * The lines of metrics when the trial damaged the checkpoint of the last line.
   *
   * @type {Rows | undefined}
   */
  let spoilt;
  let damaged = false;
  const killCount = 1 + random.nextInteger(3);
  for (let attempt = 0; cuts < killCount && attempt < 10; attempt++) {
    const kind = itemAt(kinds, random.nextInteger(kinds.length));
    const known = (await claims(path)).rows;
    const ended = await train([...argv, ...seconds], cut(kind, reference, path, random, attempt));
    if (ended.code === 0) break;
    cuts++;
    count(kind);
    check(kind, ended);
    ({ argv, spoilt, damaged } = await afterCut(
      kind,
      path,
      { begin, known, spoilt, damaged },
      random,
      count,
    ));
  }
  if (cuts > 0) count('interrupted run');
  // A run that was never interrupted is resumed, too: it is finished and must not change.
  const last = await train(existsSync(join(path, 'spec.yaml')) ? ['--resume', path] : argv);
  assert.equal(last.code, 0, last.stderr);
  assert.deepEqual(await outcome(path), reference.outcome, 'it ended with other bits');
  assert.deepEqual(await leftovers(path), []);
  return cuts > 0;
}

/**
 * Later attempts interrupt earlier: a run that is nearly finished is hard to kill in time.
 *
 * @param {Kind} kind
 * @param {Pick<Reference, 'operations' | 'milliseconds'>} reference
 * @param {string} folder
 * @param {RandomStream} random
 * @param {number} attempt
 * @returns {{ killAfter?: number; fault?: Fault }}
 */
function cut(kind, { operations, milliseconds }, folder, random, attempt) {
  const share = random.next() / (1 + attempt / 4);
  if (kind === 'kill at a moment') return { killAfter: share * milliseconds };
  return { fault: { folder, at: Math.floor(share * operations), fault: faults[kind], part: random.next() } };
}

/**
 * @param {Kind} kind
 * @param {Ended} ended
 */
function check(kind, { code, signal, stderr }) {
  if (kind !== 'failing file operation') return assert.equal(signal, 'SIGKILL', stderr);
  assert.equal(code, 1, stderr);
  assert.match(stderr, /^error: Could not (write|create|read) .*: E[A-Z]+\.\n {2}hint: /m);
}

/**
 * Checks the files of an interrupted run, may damage them, and returns how to resume.
 *
 * @param {Kind} kind
 * @param {string} path
 * @param {{ begin: string[]; known: Rows; spoilt: Rows | undefined; damaged: boolean }} trial
 * @param {RandomStream} random
 * @param {Count} count
 * @returns {Promise<{ argv: string[]; spoilt?: Rows | undefined; damaged: boolean }>}
 */
async function afterCut(kind, path, { begin, known, spoilt, damaged }, random, count) {
  if (!existsSync(join(path, 'spec.yaml'))) {
    count('interrupted before its spec was written');
    await rm(path, { recursive: true, force: true });
    return { argv: begin, damaged };
  }
  const { torn, rows } = await claims(path);
  if (torn) count('incomplete line of metrics');
  assert.ok(!torn || kind !== 'failing file operation', 'a line that failed was left');
  assert.ok(
    spoilt || rows.length >= known.length || kind === 'power cut' || rows.length === 0,
    'lines were lost',
  );
  const before = await reached(path);
  const claimed = rows.at(-1)?.epoch ?? 0;
  // Interrupted again before it removed the lines whose checkpoints could not be loaded.
  const excused = spoilt && isDeepStrictEqual(rows, spoilt);
  assert.ok(
    excused || (before?.epoch ?? 0) >= claimed,
    `${claimed} epochs were claimed, ${before?.epoch} can be loaded`,
  );
  if (claimed > 0 && !excused) count('epoch of metrics that can be loaded', claimed);
  const last = join(path, 'checkpoints', 'last.safetensors');
  const checkpoints = (await readdir(join(path, 'checkpoints'))).filter((name) =>
    name.endsWith('.safetensors'),
  );
  // Without another sound checkpoint, resuming is an error; a damaged one may still be there.
  if (existsSync(last) && checkpoints.length > 1 && random.next() < 0.2 && !damaged) {
    const bytes = await readFile(last);
    const place = random.nextInteger(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << random.nextInteger(8)), place);
    await writeFile(last, bytes);
    count('damaged checkpoint');
    return { argv: ['--resume', path], spoilt: rows, damaged: true };
  }
  return { argv: ['--resume', path], spoilt: excused ? rows : undefined, damaged };
}
