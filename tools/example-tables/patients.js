// Writes examples/tables/patients: invented patients of a clinic, from two latents that the model
// of the example can find again.
//
//     node tools/example-tables/patients.js
import { mkdir, writeFile } from 'node:fs/promises';

import { firstItems, itemAt } from '@helmholtz/base';
import { Bernoulli, Categorical, Poisson, RandomStream, noiseSource } from '@helmholtz/core';
import { encodeCsv } from '@helmholtz/datasets';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

/**
 * @import { Distribution } from '@helmholtz/core'
 * @import { Tensor } from '@tensorflow/tfjs-core'
 */

const folder = new URL('../../examples/tables/patients/', import.meta.url);
const header = ['age', 'height', 'weight', 'pressure', 'visits', 'smoker', 'diabetic', 'ward'];
const wards = ['cardiology', 'general', 'paediatrics', 'pulmonology'];

await mkdir(folder, { recursive: true });
for (const { part, count } of [
  { part: 'train', count: 1000 },
  { part: 'test', count: 250 },
]) {
  await writeFile(new URL(`${part}.csv`, folder), encodeCsv([header, ...patients(part, count)]));
}

/**
 * Draws patients from two standard normal latents, age and severity. All columns are independent
 * given these.
 *
 * @param {string} part
 * @param {number} count
 */
function patients(part, count) {
  const normal = draws(part, 'standardNormal', count, 6);
  const uniform = draws(part, 'uniform', count, 3);
  const gumbel = draws(part, 'standardGumbel', count, wards.length);
  return Array.from({ length: count }, (_, row) => {
    const [old, unwell, ...noise] = firstItems(itemAt(normal, row), 6);
    const grown = 1 / (1 + Math.exp(-2 * old - 3));
    const [visitsNoise, smokerNoise, diabeticNoise] = firstItems(itemAt(uniform, row), 3);
    const [visits] = drawn(Poisson, [0.6 + 0.9 * unwell], [visitsNoise]);
    const [smoker] = drawn(Bernoulli, [1.5 * unwell - 0.5], [smokerNoise]);
    const [diabetic] = drawn(Bernoulli, [1.2 * old + 1.2 * unwell - 2], [diabeticNoise]);
    const ward = drawn(
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

/**
 * A draw from a distribution.
 *
 * @param {new (parameter: Tensor) => Distribution} Family
 * @param {readonly number[]} parameter
 * @param {readonly number[]} noise
 */
function drawn(Family, parameter, noise) {
  return new Family(tensor([...parameter])).sample(tensor([...noise])).dataSync();
}

/**
 * Rows of independent draws from a noise source.
 *
 * @param {string} part
 * @param {string} source
 * @param {number} count
 * @param {number} width
 */
function draws(part, source, count, width) {
  const values = new Float32Array(count * width);
  noiseSource(source).fill(values, new RandomStream(0, `patients/${part}/${source}`));
  return Array.from({ length: count }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
}
