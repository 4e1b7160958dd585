/** Convolutions in place of dense networks, and nothing else changed. */
import { readFile } from 'node:fs/promises';

import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import { compiledStep, readSpec, type Spec, trainAssembly } from '@helmholtz/core';
import { loadDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

const examples = new URL('../../examples/models/', import.meta.url);
const read = async (name: string): Promise<Spec> =>
  readSpec(await readFile(new URL(name, examples), 'utf8'), name);

test('the examples differ in their networks alone, and are the same model of the same variables', async (t) => {
  const [dense, convolutional] = await Promise.all(['two-hidden-layers.yaml', 'convolutions.yaml'].map(read));
  t.deepEqual({ ...convolutional!, networks: {} }, { ...dense!, networks: {} });
  await setBackend('onnx');
  const variables = (spec: Spec): unknown => {
    const { model } = assemble(spec);
    const named = (
      variables: readonly { readonly name: string; readonly shape: readonly number[] }[],
    ): unknown => variables.map(({ name, shape }) => [name, shape]);
    return [
      named(model.inputs),
      named(model.noise),
      named(model.latents),
      model.observed[0]!.likelihood.family,
    ];
  };
  t.deepEqual(variables(convolutional!), variables(dense!));
});

test('the convolutions learn, in compiled steps', async (t) => {
  const spec = await read('convolutions.yaml');
  await setBackend('onnx');
  configureOnnx({ mode: 'native' });
  const refuse = (line: string): never => t.fail(line);
  const small = { ...spec, training: { ...spec.training, epochs: 6, batchSize: 50 } };
  const assembly = { ...assemble(small), createStep: compiledStep(compileSteps, refuse) };
  const data = await loadDataset(spec.data.dataset, { ...spec.data, limit: 200 });
  const { history } = await trainAssembly(assembly, { data });
  const [first, last] = [history[0]!, history.at(-1)!].map(({ train }) => train['nelbo']!);
  t.true(last! < first! - 100, `${first} to ${last}`);
});
