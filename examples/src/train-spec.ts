/**
 * Trains what a spec declares, as `helmholtz train` does, and leaves the run in a folder:
 *
 *     npm run build && node examples/dist/train-spec.js my-model.yaml runs/mine
 */
import { readFile } from 'node:fs/promises';

import { loadData } from '@helmholtz/analysis';
import '@helmholtz/backend-onnx';
import { readSpec, trainAssembly } from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import { assemble } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';

const [file = 'my-model.yaml', folder = 'runs/mine'] = process.argv.slice(2);
const spec = readSpec(await readFile(file, 'utf8'), file);

await setBackend('onnx');
const assembly = assemble(spec);
const data = await loadData(assembly.spec.data);
const { test } = await trainAssembly(assembly, { data, run: () => RunDirectory.create(folder) });
console.log(test); // { nelbo, expectedLogLikelihood, kl, 'kl/z', ... }
