import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { loadLayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import '@helmholtz/testing/cpu-backend';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { modelFiles } from './model-files.js';

function smallModel() {
  return sequential({
    layers: [
      layers.dense({ units: 3, activation: 'tanh', inputShape: [2], name: 'hidden' }),
      layers.batchNormalization({ name: 'normalization' }),
      layers.dense({ units: 1, name: 'output' }),
    ],
  });
}

async function saved(t: ExecutionContext): Promise<string> {
  const folder = join(await temporaryFolder(t), 'a', 'model');
  await smallModel().save(modelFiles(folder));
  return folder;
}

async function changeModel(folder: string, changes: object): Promise<void> {
  const path = join(folder, 'model.json');
  const model = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...model, ...changes }));
}

async function refused(t: ExecutionContext, folder: string, kind: string): Promise<HelmholtzError> {
  const error = await t.throwsAsync(loadLayersModel(modelFiles(folder)), { instanceOf: HelmholtzError });
  t.is(error.kind, kind as typeof error.kind);
  t.truthy(error.hint);
  return error;
}

test('plain TensorFlow.js has no files in Node (trap 11); modelFiles saves and loads them', async (t) => {
  const folder = join(await temporaryFolder(t), 'model');
  const model = smallModel();
  await t.throwsAsync(async () => model.save(`file://${folder}`), {
    message: /Cannot find any save handlers/,
  });

  const { modelArtifactsInfo } = await model.save(modelFiles(folder));
  t.deepEqual((await readdir(folder)).sort(), ['model.json', 'weights.bin']);
  // 2 x 3 + 3, 4 x 3 and 3 x 1 + 1 numbers of four bytes.
  t.is(modelArtifactsInfo.weightDataBytes, 100);
  t.is((await readFile(join(folder, 'weights.bin'))).length, 100);

  const loaded = await loadLayersModel(modelFiles(folder));
  const values = (weights: Tensor[]): number[][] => weights.map((weight) => Array.from(weight.dataSync()));
  t.deepEqual(values(loaded.getWeights()), values(model.getWeights()));
  const x = tensor2d([
    [0.3, -1],
    [2, 0.7],
  ]);
  t.deepEqual((loaded.predict(x) as Tensor).arraySync(), (model.predict(x) as Tensor).arraySync());
});

test('saving again replaces both files', async (t) => {
  const folder = await saved(t);
  const larger = sequential({ layers: [layers.dense({ units: 100, inputShape: [2], name: 'only' })] });
  await larger.save(modelFiles(folder));
  t.deepEqual((await readdir(folder)).sort(), ['model.json', 'weights.bin']);
  const loaded = await loadLayersModel(modelFiles(folder));
  t.deepEqual(
    loaded.layers.map(({ name }) => name),
    ['only'],
  );
});

test('weights in several files beside the model are joined in their order', async (t) => {
  const folder = await saved(t);
  const expected = (await loadLayersModel(modelFiles(folder)))
    .getWeights()
    .map((weight) => weight.arraySync());
  const { weightsManifest } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as {
    weightsManifest: [{ weights: object[] }];
  };
  const bytes = await readFile(join(folder, 'weights.bin'));
  await writeFile(join(folder, 'group1-shard1of2.bin'), bytes.subarray(0, 30));
  await writeFile(join(folder, 'group1-shard2of2.bin'), bytes.subarray(30));
  const paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
  await changeModel(folder, { weightsManifest: [{ paths, weights: weightsManifest[0].weights }] });
  const loaded = await loadLayersModel(modelFiles(folder));
  t.deepEqual(
    loaded.getWeights().map((weight) => weight.arraySync()),
    expected,
  );
});

test('throws an error that names a weights file outside of the folder', async (t) => {
  const folder = await saved(t);
  await writeFile(join(folder, '..', 'weights.bin'), Buffer.alloc(100));
  for (const path of ['../weights.bin', '..', '/etc/passwd', 'a/b', '..\\weights.bin', 'C:weights.bin', '']) {
    await changeModel(folder, { weightsManifest: [{ paths: [path], weights: [] }] });
    const { message } = await refused(t, folder, 'data');
    t.is(message, `${join(folder, 'model.json')} names the weights file ${JSON.stringify(path)}.`);
  }
});

test('throws a data error for a file that is not a model', async (t) => {
  const folder = await saved(t);
  const path = join(folder, 'model.json');
  const manifests = [
    '5',
    '[5]',
    '[{}]',
    '[{"paths":"weights.bin","weights":[]}]',
    '[{"paths":[5],"weights":[]}]',
  ];
  const contents = ['', '{', 'null', '[]', '{}', ...manifests.map((each) => `{"weightsManifest":${each}}`)];
  for (const text of contents) {
    await writeFile(path, text);
    t.is((await refused(t, folder, 'data')).message, `${path} is not a TensorFlow.js model.`, text);
  }
});

test('files that are missing or cut short are not read as a model', async (t) => {
  const folder = await saved(t);
  await writeFile(join(folder, 'weights.bin'), Buffer.alloc(99));
  const { message } = await refused(t, folder, 'data');
  t.regex(message, /model\.json take 100 bytes, its files hold 99\.$/);
  await writeFile(join(folder, 'weights.bin'), Buffer.alloc(101));
  t.regex((await refused(t, folder, 'data')).message, /weights\.bin has 101 bytes, at most 100/);
  await changeModel(folder, { weightsManifest: [{ paths: ['none.bin'], weights: [] }] });
  t.regex((await refused(t, folder, 'storage')).message, /none\.bin: ENOENT/);
  t.regex((await refused(t, join(folder, 'none'), 'storage')).message, /model\.json: ENOENT/);
});

test('sizes in a manifest are checked, and no file is read twice', async (t) => {
  const folder = await saved(t);
  const paths = Array<string>(1000).fill('weights.bin');
  const weight = { name: 'w', shape: [2 ** 40, 2 ** 40], dtype: 'float32' };
  await changeModel(folder, { weightsManifest: [{ paths, weights: [weight] }] });
  t.regex((await refused(t, folder, 'data')).message, /names the weights file "weights\.bin" twice\.$/);
  await changeModel(folder, { weightsManifest: [{ paths: ['weights.bin'], weights: [weight] }] });
  t.regex((await refused(t, folder, 'data')).message, /its files hold 100\.$/);
  for (const damage of [{ dtype: 'string' }, { shape: [-1] }, { shape: 4 }, { name: 5 }]) {
    await changeModel(folder, { weightsManifest: [{ paths: [], weights: [{ ...weight, ...damage }] }] });
    t.regex((await refused(t, folder, 'data')).message, /is not a TensorFlow\.js model\.$/);
  }
});
