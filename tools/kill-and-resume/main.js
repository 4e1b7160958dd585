// Kills runs at random moments and in the middle of writing files, resumes them, and compares their
// results with those of an uninterrupted run:
//
//     npm run test:kill -- [--runs 200] [--seed 1] [--jobs 1] [--backends cpu,onnx]
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RandomStream } from '@helmholtz/core';

import { models } from './models.js';
import { trial } from './trial.js';
import { outcome, train } from './victim.js';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    // Such as cpu,onnx; all by default.
    backends: { type: 'string' },
  },
});
const [runs, seed, jobs] = [Number(values.runs), Number(values.seed), Number(values.jobs)];
const folder = await mkdtemp(join(tmpdir(), 'helmholtz-kill-'));

/**
 * @import { Model } from './models.js'
 * @import { Reference } from './trial.js'
 */

/** @type {Map<string, number>} */
const counts = new Map();
const count = (/** @type {string} */ name, times = 1) =>
  void counts.set(name, (counts.get(name) ?? 0) + times);

/**
 * A model on a backend, trained without anything going wrong.
 *
 * @param {Model} model
 * @param {string} backend
 * @returns {Promise<Reference>}
 */
async function reference({ name, spec }, backend) {
  const file = join(folder, `${name}-${backend}.json`.replaceAll(' ', '-'));
  await writeFile(file, JSON.stringify(spec));
  const argv = [file, '--backend', backend];
  const path = file.replace('.json', '');
  const countTo = `${path}.operations`;
  const fault = { folder: path, at: -1, fault: 'kill', part: 0, countTo };
  const ended = await train([...argv, '--out', path, '--checkpoint-seconds', '0'], { fault });
  if (ended.code !== 0) throw new Error(`${name} on ${backend}: ${ended.stderr}`);
  return {
    name: `${name}, ${backend}`,
    argv,
    outcome: await outcome(path),
    operations: Number(await readFile(countTo, 'utf8')),
    milliseconds: ended.milliseconds,
  };
}

const chosen = values.backends?.split(',');
/** @type {Reference[]} */
const references = [];
for (const model of models) {
  for (const backend of model.backends) {
    if (!chosen || chosen.includes(backend)) references.push(await reference(model, backend));
  }
}

// Ctrl-C finishes the current runs, and reports the progress.
let stopped = false;
process.once('SIGINT', () => (stopped = true));

/** @type {string[]} */
const failures = [];
let done = 0;
let next = 0;
async function work() {
  while (done < runs && failures.length < 5 && !stopped) {
    const number = next++;
    const each = references[number % references.length];
    if (!each) throw new Error(`No model runs on the backends ${chosen?.join(', ')}.`);
    const path = join(folder, `run-${number}`);
    try {
      if (!(await trial(each, path, new RandomStream(seed, 'kill', number), count))) continue;
      done++;
      await rm(path, { recursive: true, force: true });
    } catch (error) {
      failures.push(
        `run ${number} (${each.name}), left in ${path}: ${String(/** @type {Error} */ (error).message).slice(0, 2000)}`,
      );
    }
    process.stderr.write(`${done} of ${runs}${process.stderr.isTTY ? '\r' : '\n'}`);
  }
}
await Promise.all(Array.from({ length: jobs }, work));

for (const [name, times] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${String(times).padStart(6)}  ${name}`);
for (const failure of failures) console.error(failure);
console.log(
  `${done} runs interrupted and resumed, each equal to the uninterrupted run; ${failures.length} failed; seed ${seed}`,
);
if (failures.length === 0) await rm(folder, { recursive: true, force: true });
process.exitCode = failures.length === 0 ? 0 : 1;
