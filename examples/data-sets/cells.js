// Writes invented counts of genes in cells, with dropout: node examples/data-sets/cells.js
// Cells of three types differ in their genes, and in the total of their counts (sequencing depth).
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNpy } from '@helmholtz/datasets';

import { outputFolder, PARTS } from './folder.js';
import { RandomNumbers } from './random.js';

const GENES = 60;
const PROGRAMMES = 4;

const folder = await outputFolder(import.meta.url);
const genes = new RandomNumbers('genes');
const base = Array.from({ length: GENES }, () => 1 + genes.normal());
/** Effect of each programme on the logarithm of the mean of each gene. */
const programmes = Array.from({ length: PROGRAMMES }, () =>
  Array.from({ length: GENES }, () => (genes.happens(0.3) ? 1.2 * genes.normal() : 0)),
);
for (const { part, count } of PARTS) {
  const random = new RandomNumbers(part);
  const cells = Array.from({ length: count }, () => cell(random));
  await writeArray(
    `${part}.npy`,
    [count, GENES],
    cells.flatMap(({ counts }) => counts),
  );
  await writeArray(
    `${part}-labels.npy`,
    [count],
    cells.map(({ type }) => type),
  );
}

/** Negative-binomial counts. The rarer a gene, the more of its counts are lost. */
function cell(random) {
  const type = random.choose([0, 1, 2]);
  const activity = programmes.map((_, programme) => (programme === type ? 1.2 : 0.5 * random.normal()));
  const depth = Math.exp(0.5 * random.normal());
  const counts = base.map((logMean, gene) => {
    const effect = programmes.reduce(
      (sum, effects, programme) => sum + effects[gene] * activity[programme],
      0,
    );
    const mean = depth * Math.exp(logMean + effect);
    const lost = random.happens(0.3 / (1 + Math.exp(logMean)));
    const count = random.poisson(mean * random.gamma(4));
    return lost ? 0 : count;
  });
  return { type, counts };
}

async function writeArray(name, shape, values) {
  await writeFile(join(folder, name), encodeNpy({ shape, data: Float32Array.from(values) }));
}
