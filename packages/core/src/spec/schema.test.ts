import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { parseSpec } from './parse.js';
import type { Spec, SpecDeclaration } from './schema.js';

/**
 * The compiler tests most of this file: a `@ts-expect-error` fails the build if the literal below
 * it becomes valid. The tests check that parsing finds the same mistakes in specs from files.
 */

const valid: SpecDeclaration = {
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [{ layer: 'dense', units: 3, activation: 'relu' }], generative: [] },
};

// @ts-expect-error: there is no recipe
const withoutRecipe: SpecDeclaration = {
  observed: valid.observed,
  latents: valid.latents,
  networks: valid.networks,
};

// @ts-expect-error: an unknown key
const unknownKey: SpecDeclaration = { ...valid, latent: [] };

// @ts-expect-error: a number where a list of numbers belongs
const wrongType: SpecDeclaration = { ...valid, observed: { shape: 784 } };

// @ts-expect-error: text where a number belongs
const textForNumber: SpecDeclaration = { ...valid, seed: '1' };

// @ts-expect-error: an unknown key further in
const unknownInnerKey: SpecDeclaration = { ...valid, training: { epoch: 3 } };

// @ts-expect-error: a misspelled optimizer
const misspelledOptimizer: SpecDeclaration = { ...valid, optimizer: { name: 'adma', learningRate: 1 } };

// @ts-expect-error: an option of another optimizer
const optionOfAnother: SpecDeclaration['optimizer'] = { name: 'sgd', learningRate: 1, beta1: 0.9 };

// @ts-expect-error: an optimizer without its learning rate
const withoutLearningRate: SpecDeclaration = { ...valid, optimizer: { name: 'adam' } };

// @ts-expect-error: a misspelled choice
const misspelledChoice: SpecDeclaration = { ...valid, data: { binarization: 'treshold' } };

// @ts-expect-error: a layer without its kind
const layerWithoutKind: SpecDeclaration['networks'] = { recognition: [{ units: 3 }], generative: [] };

// @ts-expect-error: a schedule that does not exist
const unknownSchedule: SpecDeclaration = { ...valid, training: { schedule: { name: 'linear' } } };

// @ts-expect-error: a part with options but without its name
const partWithoutName: SpecDeclaration = { ...valid, likelihood: { scale: 1 } };

const mistakes = {
  withoutRecipe,
  unknownKey,
  wrongType,
  textForNumber,
  unknownInnerKey,
  misspelledOptimizer,
  optionOfAnother: { ...valid, optimizer: optionOfAnother },
  withoutLearningRate,
  misspelledChoice,
  layerWithoutKind: { ...valid, networks: layerWithoutKind },
  unknownSchedule,
  partWithoutName,
};

for (const [name, mistake] of Object.entries(mistakes)) {
  test(`a compile error is an error at run time: ${name}`, (t) => {
    t.throws(() => parseSpec(mistake), { instanceOf: HelmholtzError });
  });
}

test('a valid literal compiles and parses, and a parsed spec is a literal again', (t) => {
  const literals: SpecDeclaration[] = [
    valid,
    { ...valid, recipe: { name: 'vae' }, networks: { generative: [] } },
    { ...valid, likelihood: { name: 'normal', scale: 'learned' }, prior: { name: 'normal', loc: 1 } },
    { ...valid, optimizer: { name: 'momentum', learningRate: 0.1, nesterov: true }, seed: 0 },
    { ...valid, training: { schedule: { name: 'exponential', decay: 0.5, everySteps: 10 } } },
    { ...valid, data: { dataset: 'fashion-mnist', padding: 32, binarization: 'sample' } },
  ];
  for (const literal of literals) {
    const spec: Spec = parseSpec(literal);
    const again: SpecDeclaration = spec;
    t.deepEqual(parseSpec(again), spec);
  }
});
