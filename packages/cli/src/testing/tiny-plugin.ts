import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Small data sets for fast tests, and some with faults. */
const source = `
const dataset = (name, size, shape, value) => ({
  name,
  size,
  shape,
  labels: shape.length === 3 ? Uint8Array.from({ length: size }, (_, index) => index % 10) : undefined,
  read(indices, out) {
    const length = shape.reduce((product, side) => product * side, 1);
    Array.from(indices).forEach((index, row) => {
      for (let i = 0; i < length; i++) out[row * length + i] = value(index, i);
    });
  },
});
const source = (name, shape, value) => ({
  name,
  description: 'a small set',
  load: async () => ({
    train: dataset(name + '/train', 64, shape, value),
    test: dataset(name + '/test', 20, shape, value),
  }),
});
const bars = (index, i) => ((index % 2 === 0 ? i % 4 : i >> 2) === (index >> 1) % 4 ? 1 : 0);
export default {
  datasets: [
    source('bars', [4, 4, 1], bars),
    source('vectors', [5], (index, i) => (index >> i) & 1),
    source('infinite-values', [4, 4, 1], (index, i) => (index === 3 && i === 7 ? Infinity : bars(index, i))),
    source('bytes', [4, 4, 1], (index, i) => 255 * bars(index, i)),
  ],
};
`;

/** Writes the plugin to a folder and returns its path. */
export async function tinyPlugin(folder: string): Promise<string> {
  const path = join(folder, 'tiny-data.mjs');
  await writeFile(path, source);
  return path;
}
