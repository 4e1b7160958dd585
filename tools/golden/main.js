// Records what a short training of every recipe gives, to the bit, and compares two recordings.
//
//   node tools/golden/main.js --out before.json [--repo <checkout>] [--only vae,dlgm] \
//     [--backend cpu,onnx]
//   node tools/golden/main.js --compare before.json after.json
//
// Initial weights follow from names and shapes, so another initializer changes nothing. Record both
// on one machine: processors differ in the last bits. A comparison that finds a difference exits
// with 1.
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { compare } from './compare.js';
import { trainWorks } from './train-works.js';
import { partWorks, recipeWorks } from './works.js';
import { readOptions } from '../options.js';

const { values, positionals } = readOptions(import.meta.url, {
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    repo: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
    only: { type: 'string' },
    backend: { type: 'string', default: 'cpu,onnx' },
    compare: { type: 'boolean', default: false },
  },
});

if (values.compare) await compareFiles(positionals);
else if (values.out) await record(values.out);
else throw new Error('Give --out <file>, or --compare <older> <newer>.');

/** @param {string} out */
async function record(out) {
  const all = { ...recipeWorks, ...partWorks };
  const chosen = values.only?.split(',') ?? Object.keys(all);
  const unknown = chosen.find((name) => !(name in all));
  if (unknown) throw new Error(`There is no work "${unknown}": ${Object.keys(all).join('; ')}.`);
  const works = Object.fromEntries(Object.entries(all).filter(([name]) => chosen.includes(name)));
  /** @type {import('./compare.js').Recording} */
  const recording = { machine: { node: process.version, processor: cpus()[0]?.model ?? '' }, backends: {} };
  for (const backend of values.backend.split(',')) {
    if (backend !== 'cpu' && backend !== 'onnx') throw new Error(`There is no backend "${backend}".`);
    recording.backends[backend] = await trainWorks({
      folder: values.repo,
      works,
      backend,
      report: console.error,
    });
  }
  await writeFile(out, `${JSON.stringify(recording, undefined, 1)}\n`);
  const errors = Object.values(recording.backends).flatMap((outcomes) =>
    Object.values(outcomes).filter((outcome) => 'error' in outcome),
  );
  if (errors.length > 0) process.exitCode = 1;
  console.log(`${out}: ${Object.keys(works).length} works, ${errors.length} errors`);
}

/** @param {string[]} files */
async function compareFiles([older, newer]) {
  if (!older || !newer) throw new Error('Give two files: --compare <older> <newer>.');
  const [before, after] = await Promise.all([older, newer].map(read));
  if (JSON.stringify(before.machine) !== JSON.stringify(after.machine)) {
    console.log('note: the two were recorded on different machines or versions of Node.js');
  }
  const { differences, added } = compare(before, after);
  for (const path of added) console.log(`new: ${path}`);
  for (const line of differences) console.log(`differs: ${line}`);
  console.log(`${differences.length} differences, ${added.length} new`);
  if (differences.length > 0) process.exitCode = 1;
}

/** @param {string} file */
async function read(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}
