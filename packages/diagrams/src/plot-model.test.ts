import '@tensorflow/tfjs-backend-cpu';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { toSvg } from './draw.js';
import { plotModel } from './plot-model.js';
import { tutorialVae } from './testing/models.js';

const small = () =>
  sequential({ layers: [layers.dense({ units: 3, inputShape: [4], name: 'first' })], name: 'small' });

test('plotModel draws a model of TensorFlow.js in the format of the name of the file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const svg = await plotModel(small(), { toFile: join(folder, 'a.svg'), showShapes: true });
  t.regex(svg as string, /data-node="first"[^]*\(batch, 3\)/);
  t.is(await readFile(join(folder, 'a.svg'), 'utf8'), svg as string);
  const png = await plotModel(small(), { toFile: join(folder, 'a.PNG'), dpi: 48 });
  t.deepEqual(await readFile(join(folder, 'a.PNG')), Buffer.from(png));
  await t.throwsAsync(plotModel(small(), { toFile: join(folder, 'no', 'a.svg') }), {
    instanceOf: HelmholtzError,
  });
  const wrong = await t.throwsAsync(plotModel(small(), { toFile: 'a.jpeg' }), { instanceOf: HelmholtzError });
  t.regex(wrong.hint!, /End it in \.svg, \.png, \.pdf/);
  t.deepEqual(await readdir(folder), ['a.PNG', 'a.svg'], 'and nothing half-written');
});

test('without a file, plotModel returns the drawing; a description is drawn like its model', async (t) => {
  t.is(await plotModel(tutorialVae(), { view: 'vae' }), await toSvg(tutorialVae(), { view: 'vae' }));
  t.regex((await plotModel(small(), { format: 'dot' })) as string, /^digraph "small"/);
});

test('an argument that is no model, or not built yet, is an error', async (t) => {
  await t.throwsAsync(plotModel({} as never), { message: /layers model of TensorFlow\.js/ });
  await t.throwsAsync(plotModel(sequential()), { message: /is not built: its input shape is unknown/ });
});
