/** What is written and drawn of padded series: their padded steps stay empty. */
import { HelmholtzError } from '@helmholtz/base';
import { arrayDataset, type Dataset, withinLengths } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { figuresOfRun } from '../report/figures-of-run.js';
import { chooseMissing } from '../run/choose-missing.js';
import { impute } from './impute.js';
import { reconstruct } from './reconstruct.js';
import { sample } from './sample.js';

const padded = { count: 3, total: 8, shortest: 2, longest: 3, inside: 0 };

/** Two series of three and two of four steps; a value of the first one may be missing. */
function series(first = 1): Dataset {
  const data = [
    [first, 2, 3, 0],
    [4, 5, 0, 0],
  ];
  const whole = arrayDataset({ name: 'series', shape: [4, 1], data, missing: true });
  const lengths = arrayDataset({ name: 'lengths', shape: [1], data: [[3], [2]] });
  return { ...withinLengths(whole, lengths), padded };
}

function runOn(test: Dataset) {
  const declared = assemble({
    recipe: 'vae',
    observed: { shape: [4, 1] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [{ layer: 'gru', units: 2 }], generative: [] },
    likelihood: 'normal',
  });
  const { spec, notes } = chooseMissing(declared, { train: test, test });
  return { run: { ...assemble(spec), train: test, test }, spec, notes };
}

const isNaNAt = (values: Float32Array): number[] =>
  [...values].flatMap((value, at) => (Number.isNaN(value) ? [at] : []));

test('padded series with recurrent networks get a mask, and a note reports the choice', (t) => {
  const { spec, notes } = runOn(series());
  t.like(spec.observed, { padded: true });
  t.is(spec.observed.missing, undefined);
  t.deepEqual(notes, [
    'series: 3 of 8 steps are padding, 37.5 % (lengths from 2 to 3). They are left out of the bound, and recurrent layers skip them.',
  ]);
});

test('reconstructions have no padded steps, samples have all steps, and both are pictures', async (t) => {
  const { run } = runOn(series());
  const { original, mean, draws, images } = await reconstruct(run, { draws: 1 });
  for (const { values } of [original, mean, ...draws]) t.deepEqual(isNaNAt(values), [3, 6, 7]);
  t.like(images?.mean, {
    count: 2,
    rows: 4,
    columns: 1,
    lines: { minimum: Math.min(...mean.values.filter((v) => !Number.isNaN(v))) },
  });
  const { examples, images: drawn } = await sample(run, { count: 3 });
  t.deepEqual(isNaNAt(examples.values), []);
  t.is(drawn?.count, 3);
  const figures = await figuresOfRun(run);
  t.truthy(figures.reconstructions && figures.samples && figures.interpolation);
});

test('padded steps are not imputed, missing values within the length are', async (t) => {
  const { run } = runOn(series());
  const error = await t.throwsAsync(impute(run), { instanceOf: HelmholtzError });
  t.is(error.message, 'series has no missing values. Padded steps are not imputed.');
  const missing = { count: 1, total: 8, columns: [], first: 'value 0 of example 0' };
  const { run: holes, spec } = runOn({ ...series(NaN), missing });
  t.like(spec.observed, { padded: true, missing: 'indicator' });
  const { filled, file } = await impute(holes, { importanceSamples: 5 });
  t.is(filled, 1);
  const bytes = file as Uint8Array;
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + bytes.length - 32, bytes.byteOffset + bytes.length),
  );
  t.deepEqual(isNaNAt(values), [3, 6, 7]);
});
