/**
 * Trains what a spec declares, as `helmholtz train` does, and leaves the run in a folder:
 *
 *     npm run build && node examples/dist/train-spec.js my-model.yaml runs/mine
 */
import { readFile } from 'node:fs/promises';

import { declaredModel, fitSpec, loadData } from '@helmholtz/analysis';
import '@helmholtz/backend-onnx';
import { readSpec, trainAssembly } from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import { assemble } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';

const [file = 'my-model.yaml', folder = 'runs/mine'] = process.argv.slice(2);
const declared = readSpec(await readFile(file, 'utf8'), file);

await setBackend('onnx');
const loaded = await loadData(declared.data);
// Completes the spec from the data, such as the input of networks for missing values.
const { spec, data, notes, warnings } = fitSpec(declaredModel(declared), loaded);
[...notes, ...warnings].forEach((line) => console.log(line));
const { test } = await trainAssembly(assemble(spec), { data, run: () => RunDirectory.create(folder) });
console.log(test); // { nelbo, expectedLogLikelihood, kl, 'kl/z', ... }
