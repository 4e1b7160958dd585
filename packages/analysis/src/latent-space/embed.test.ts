import test from 'ava';

import { all, images, means, run, squaresRun } from '../testing/squares.js';
import { embed } from './embed.js';

test('every example has the mean of its posterior as its code', async (t) => {
  const { codes, labels, points, omitted } = await embed(run);
  t.deepEqual(codes.get('z'), means);
  t.is(labels, images.labels);
  t.deepEqual(
    Array.from(points!.x),
    all.map((row) => means.values[2 * row]!),
  );
  t.is(omitted, undefined);
});

test('a latent of one dimension has codes and no scatter', async (t) => {
  const line = squaresRun({ latents: [{ name: 'z', size: 1 }] });
  const { codes, points, omitted } = await embed(line, { set: 'train' });
  t.deepEqual(codes.get('z')!.shape, [1]);
  t.deepEqual(
    [points, omitted],
    [undefined, { points: 'A scatter takes a latent of two dimensions or more.' }],
  );
});
