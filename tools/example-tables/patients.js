// Writes examples/tables/patients: invented patients of a clinic, from two latents that the model of the example can find again.
//
//     node tools/example-tables/patients.js
import { mkdir, writeFile } from 'node:fs/promises';

import { firstItems, itemAt } from '@helmholtz/base';
import { Bernoulli, Categorical, Poisson, RandomStream, noiseSource } from '@helmholtz/core';
import { encodeCsv } from '@helmholtz/datasets';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

const folder = new URL('../../examples/tables/patients/', import.meta.url);
const header = ['age', 'height', 'weight', 'pressure', 'visits', 'smoker', 'diabetic', 'ward'];
const wards = ['cardiology', 'general', 'paediatrics', 'pulmonology'];

await mkdir(folder, { recursive: true });
for (const [part, count] of [
  ['train', 1000],
  ['test', 250],
]) {
  await writeFile(new URL(`${part}.csv`, folder), encodeCsv([header, ...patients(part, count)]));
}

/** Each from how old and how unwell it is, both standard normal; everything else is independent given these. */
function patients(part, count) {
  const normal = draws(part, 'standardNormal', count, 6);
  const uniform = draws(part, 'uniform', count, 3);
  const gumbel = draws(part, 'standardGumbel', count, wards.length);
  return Array.from({ length: count }, (_, row) => {
    const [old, unwell, ...noise] = firstItems(itemAt(normal, row), 6);
    const grown = 1 / (1 + Math.exp(-2 * old - 3));
    const of = (Family, parameter, source) =>
      new Family(tensor([parameter].flat())).sample(tensor([source].flat())).dataSync();
    const [visitsNoise, smokerNoise, diabeticNoise] = firstItems(itemAt(uniform, row), 3);
    const [visits] = of(Poisson, 0.6 + 0.9 * unwell, visitsNoise);
    const [smoker] = of(Bernoulli, 1.5 * unwell - 0.5, smokerNoise);
    const [diabetic] = of(Bernoulli, 1.2 * old + 1.2 * unwell - 2, diabeticNoise);
    const ward = of(
      Categorical,
      [old + unwell, 0.5, -2.5 * old - 1.5, 1.5 * unwell - 0.5],
      itemAt(gumbel, row),
    );
    const numbers = [
      90 / (1 + Math.exp(-0.9 * old - 0.1)) + noise[0],
      95 + 78 * grown + 7 * noise[1],
      (8 + 66 * grown) * Math.exp(0.1 * unwell + 0.08 * noise[2]),
      118 + 9 * old + 6 * unwell + 5 * noise[3],
    ];
    return [
      ...numbers.map((value) => value.toFixed(1)),
      ...[visits, smoker, diabetic].map(String),
      itemAt(wards, ward.indexOf(1)),
    ];
  });
}

/** Rows of independent draws from a noise source. */
function draws(part, source, count, width) {
  const values = new Float32Array(count * width);
  noiseSource(source).fill(values, new RandomStream(0, `patients/${part}/${source}`));
  return Array.from({ length: count }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
}
