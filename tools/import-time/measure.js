// How long importing the backend takes, beside TensorFlow.js itself, which every script imports.
//
//   node tools/import-time/measure.js [--runs 15]
//
// Each run is a process of its own. Medians, in milliseconds.
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, { options: { runs: { type: 'string', default: '15' } } });

const program = `
  const start = performance.now();
  await import('@tensorflow/tfjs-core');
  const core = performance.now();
  await import('@helmholtz/backend-onnx');
  console.log(JSON.stringify([core - start, performance.now() - core]));
`;

const times = Array.from({ length: Number(values.runs) }, () =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    }),
  ),
);

['@tensorflow/tfjs-core', 'then @helmholtz/backend-onnx'].forEach((name, index) => {
  const sorted = times.map((run) => run[index]).sort((a, b) => a - b);
  console.log(`${name}: ${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms`);
});
