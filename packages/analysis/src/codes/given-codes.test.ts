import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { decodedMeans } from '@helmholtz/core';
import { encodeNpy } from '@helmholtz/datasets';
import test from 'ava';

import { embeddingFiles } from '../files/embedding-files.js';
import { sample } from '../generating/sample.js';
import { embed } from '../latent-space/embed.js';
import { all, decode, run, squaresRun } from '../testing/squares.js';

const folder = mkdtempSync(join(tmpdir(), 'codes-'));

function written(name: string, contents: string | Uint8Array): string {
  writeFileSync(join(folder, name), contents);
  return join(folder, name);
}

const npy = (name: string, shape: number[], values: number[]): string =>
  written(name, encodeNpy({ shape, data: Float32Array.from(values) }));

test('codes of an array are decoded, one example for each', async (t) => {
  const codes = npy('codes.npy', [3, 2], [0, 0, 1, -1, 2, 0.5]);
  const { decoded, codesNote } = await sample(run, { codes });
  t.deepEqual(decoded.get('x')!.values, await decode(0, 0, 1, -1, 2, 0.5));
  t.is(codesNote, `codes: ${codes}`);
});

test('the files that embed writes decode to the same examples', async (t) => {
  const embedding = await embed(run);
  const expected = (await decodedMeans(run.model, embedding.codes)).get('x');
  for (const name of ['z.npy', 'codes.csv']) {
    const codes = written(name, embeddingFiles(embedding).get(name)!);
    const { decoded } = await sample(run, { codes });
    t.deepEqual(decoded.get('x'), expected);
    t.is(decoded.get('x')!.count, all.length);
  }
});

test('latents that a file lacks are drawn from their priors', async (t) => {
  const two = squaresRun({
    latents: [
      { name: 'z1', size: 2 },
      { name: 'z2', size: 1 },
    ],
  });
  const codes = npy('z2.npy', [2, 1], [5, -5]);
  const { codes: used } = await sample(two, { codes });
  t.deepEqual([...used.get('z2')!.values], [5, -5]);
  t.deepEqual([used.get('z1')?.count, new Set(used.get('z1')!.values).size], [2, 4]);
  await t.throwsAsync(sample(two, { codes: npy('both.npy', [2, 2], [1, 2, 3, 4]) }), {
    message: 'both.npy has 2 numbers for each code.',
  });
});

test('throws errors that name the file, what was given and what was expected', async (t) => {
  const refused = async (codes: string, message: string | RegExp, options = {}): Promise<void> => {
    await t.throwsAsync(sample(run, { codes, ...options }), { message });
  };
  await refused(join(folder, 'none.npy'), /There is no file .* with codes/);
  await refused(written('z.txt', ''), /unknown format/);
  await refused(npy('wide.npy', [1, 3], [1, 2, 3]), 'wide.npy has 3 numbers for each code.');
  await refused(written('other.csv', 'a,b\n1,2\n'), 'other.csv has no columns of codes.');
  await refused(written('half.csv', 'z[1]\n1\n'), 'half.csv has no column "z[2]" of the latent "z".');
  await refused(written('text.csv', 'z[1],z[2]\n1,2\n1,x\n'), 'text.csv, code 1: element 2 of "z" is NaN.');
  await refused(npy('two.npy', [2, 2], [1, 2, 3, 4]), /`count` 5 has no effect/, { count: 5 });
});
