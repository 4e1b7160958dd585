import { type Examples, sizeOf } from '@helmholtz/core';
import { encodeCsv, encodeNpy } from '@helmholtz/datasets';

import { examplesNpy, fileName } from './examples-npy.js';
import type { Embedding } from '../latent-space/embed.js';
import { axisName } from '../latent-space/latent-plane.js';

/**
 * Returns the files of an embedding by their names: a table of all, and an array for each latent
 * and for the labels.
 *
 * @example
 * ```ts
 * import { embeddingFiles } from '@helmholtz/analysis';
 *
 * const codes = new Map([['z', { count: 1, shape: [2], values: Float32Array.of(0.5, -1) }]]);
 * const files = embeddingFiles({ codes, labels: undefined });
 * console.log([...files.keys()]); // [ 'codes.csv', 'z.npy' ]
 * ```
 */
export function embeddingFiles({ codes, labels, identifiers }: Embedded): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>([['codes.csv', csv({ codes, labels, identifiers })]]);
  for (const [name, examples] of codes) files.set(`${fileName(name)}.npy`, examplesNpy(examples));
  if (labels) files.set('labels.npy', encodeNpy({ shape: [labels.length], data: labels }));
  return files;
}

type Embedded = Pick<Embedding, 'codes' | 'labels' | 'identifiers'>;

/**
 * Numbers are written with the fewest digits that read back as the same double, and so the same
 * float32.
 */
function csv({ codes, labels, identifiers = [] }: Embedded): string {
  const latents = [...codes];
  const names = latents.flatMap(([name, { shape }]) =>
    Array.from({ length: sizeOf(shape) }, (_, axis) => axisName({ name }, axis)),
  );
  const rows = Array.from({ length: latents[0]?.[1].count ?? 0 }, (_, row) => [
    row,
    ...identifiers.map(({ values }) => values[row] ?? ''),
    ...(labels ? [labels[row] === -1 ? '' : labels[row]!] : []),
    ...latents.flatMap(([, examples]) => [...rowOf(examples, row)]),
  ]);
  const header = ['index', ...identifiers.map(({ name }) => name), ...(labels ? ['label'] : []), ...names];
  return encodeCsv([header, ...rows].map((cells) => cells.map(String)));
}

function rowOf({ shape, values }: Examples, row: number): Float32Array {
  const size = sizeOf(shape);
  return values.subarray(row * size, (row + 1) * size);
}
