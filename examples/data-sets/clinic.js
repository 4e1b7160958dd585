// Writes a table of invented patients with missing cells: node examples/data-sets/clinic.js
// Age and severity of the illness, which the table does not contain, determine all columns.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeCsv } from '@helmholtz/datasets';

import { outputFolder, PARTS } from './folder.js';
import { RandomNumbers } from './random.js';

const header = [
  'patient',
  'admitted',
  'sex',
  'age',
  'weight',
  'systolic',
  'creatinine',
  'glucose',
  'smoker',
  'visits',
  'ward',
];

const folder = await outputFolder(import.meta.url);
for (const { part, count } of PARTS) {
  const random = new RandomNumbers(part);
  const rows = Array.from({ length: count }, (_, row) => patient(`${part}-${row + 1}`, random));
  await writeFile(join(folder, `${part}.csv`), encodeCsv([header, ...rows]));
}

/** Row of a patient. Laboratories write NA for what they did not measure; other cells are empty. */
function patient(name, random) {
  const [old, severe] = [random.normal(), random.normal()];
  const female = random.happens(0.5);
  const admitted = new Date(Date.UTC(2024, 0, 1 + Math.floor(365 * random.uniform())));
  const laboratory = (value) => (random.happens(0.25) ? 'NA' : value);
  const cells = [
    female ? 'f' : 'm',
    (100 / (1 + Math.exp(-0.8 * old - 0.2)) + random.normal()).toFixed(0),
    (female ? 66 : 80) * Math.exp(0.04 * old + 0.12 * random.normal()),
    125 + 11 * old + 7 * severe + 5 * random.normal(),
    laboratory((0.9 * Math.exp(0.5 * severe + 0.15 * random.normal())).toFixed(2)),
    laboratory(5.4 + 0.5 * old + 0.9 * severe + 0.3 * random.normal()),
    random.happens(1 / (1 + Math.exp(1 - 1.5 * severe))) ? 'yes' : 'no',
    random.poisson(Math.exp(0.5 + 0.7 * severe)),
    random.choose(
      ['cardiology', 'general', 'nephrology'],
      [Math.exp(1.5 * old), 1, Math.exp(2 * severe - 1)],
    ),
  ];
  const texts = cells.map((cell) =>
    typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(1) : `${cell}`,
  );
  return [
    name,
    admitted.toISOString().slice(0, 10),
    ...texts.map((text) => (random.happens(0.06) ? '' : text)),
  ];
}
