import { fileURLToPath } from 'node:url';
import test from 'ava';

import { importerOf } from './checkout.js';
import { compare } from './compare.js';
import { initialWeights } from './initial-weights.js';
import { recipeWorks } from './works.js';

/**
 * @import { Recording } from './compare.js'
 * @import { OutcomeOrError } from './train-works.js'
 */

const machine = { node: 'v20.9.0', processor: 'any' };
/** @type {(outcome: OutcomeOrError) => Recording} */
const recording = (outcome) => ({ machine, backends: { cpu: { vae: outcome } } });
const outcome = {
  parameters: 3,
  metrics: { '1/train/nelbo': '4069000000000000' },
  weights: { kernel: 'a'.repeat(64) },
};

test('every registered recipe is trained', async (t) => {
  const load = await importerOf(fileURLToPath(new URL('../..', import.meta.url)));
  const { createCatalogue } = await load('@helmholtz/recipes');
  const { catalogue } = await load('@helmholtz/core');
  /** @type {{ name: string }[]} */
  const registered = createCatalogue().getAll(catalogue.recipe);
  t.deepEqual(Object.keys(recipeWorks).sort(), registered.map(({ name }) => name).sort());
});

test('equal recordings have no differences', (t) => {
  t.deepEqual(compare(recording(outcome), recording(outcome)), { differences: [], added: [] });
});

test('a metric that differs in its last bit is a difference, one that was added is not', (t) => {
  const metrics = { '1/train/nelbo': '4069000000000001', '1/train/kl/z': '0'.repeat(16) };
  const { differences, added } = compare(recording(outcome), recording({ ...outcome, metrics }));
  t.deepEqual(differences, ['cpu > vae > metrics > 1/train/nelbo: 200, now 200.00000000000003']);
  t.deepEqual(added, ['cpu > vae > metrics > 1/train/kl/z']);
});

test('what the newer recording lacks is a difference', (t) => {
  const { differences } = compare(recording(outcome), recording({ error: 'NaN' }));
  t.is(differences.length, 3);
  t.is(compare(recording(outcome), { machine, backends: {} }).differences.length, 1);
});

test('initial weights follow from names and shapes; vectors stay near the values of the model', (t) => {
  const own = (/** @type {number} */ kernel) =>
    new Map([
      ['kernel', { shape: [2, 4], values: new Float32Array(8).fill(kernel) }],
      ['gamma', { shape: [3], values: new Float32Array(3).fill(1) }],
    ]);
  const weights = initialWeights(own(0));
  t.deepEqual(initialWeights(own(7)), weights);
  const kernel = [...(weights.get('kernel')?.values ?? [])];
  t.is(new Set(kernel).size, 8);
  t.true(kernel.every((value) => Math.abs(value) <= 1));
  t.true([...(weights.get('gamma')?.values ?? [])].every((value) => Math.abs(value - 1) <= 0.05));
});
