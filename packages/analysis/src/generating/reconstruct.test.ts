import { readExamples } from '@helmholtz/core';
import test from 'ava';

import { all, decode, images, means, run } from '../testing/squares.js';
import { reconstruct } from './reconstruct.js';

test('reconstructions stand below their originals', async (t) => {
  const { images: drawn } = await reconstruct(run, { indices: [7, 2], draws: 4 });
  const [first, second] = [all[7]!, all[2]!].map((index) => Array.from(readExamples(images, [index]).values));
  t.deepEqual(Array.from(drawn!.original.pixels), [...first!, ...second!]);
  const code = (row: number): number[] => [means.values[2 * row]!, means.values[2 * row + 1]!];
  t.deepEqual(drawn!.mean.pixels, await decode(...code(7), ...code(2)));
  t.is(drawn!.draws.length, 4);
  const byClass = await reconstruct(run);
  t.is(byClass.original.count, 3, 'one of each class by default');
});
