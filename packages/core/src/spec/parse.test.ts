import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { parseSpec, readSpec } from './parse.js';

/** The least that a declaration says. */
const least = {
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [{ layer: 'dense', units: 3 }], generative: [] },
};

test('properties with a default are optional', (t) => {
  t.deepEqual(parseSpec(least), {
    ...least,
    recipe: 'vae',
    observed: { name: 'x', shape: [4] },
    likelihood: 'bernoulli',
    posterior: 'normal',
    prior: 'standardNormal',
    objective: 'elbo',
    optimizer: { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    data: { dataset: 'digits', binarization: 'none', padding: 'none' },
    training: { epochs: 15, batchSize: 100, schedule: { name: 'constant' } },
    seed: 0,
  });
});

const whole = {
  recipe: 'mine',
  observed: { name: 'image', shape: [28, 28, 1] },
  latents: [
    { name: 'z_top', size: 1 },
    { name: 'zTop', size: 30 },
  ],
  networks: {
    recognition: [{ layer: 'conv2d', filters: 8, kernelSize: [3, 3], padding: 'same' }],
    generative: [{ layer: 'Mine', nested: { options: [1, null, true, 'yes', '1e3'] } }],
  },
  likelihood: { name: 'normal', scale: 'learnedPerElement' },
  posterior: 'normal',
  prior: { name: 'normal', loc: -1.5, scale: 2 },
  noise: 'uniform',
  objective: { name: 'elbo', beta: 0 },
  optimizer: { name: 'rmsprop', learningRate: 1e-4, decay: 0.5, momentum: 1, centered: true },
  data: {
    dataset: 'mnist',
    dataDir: '../a folder: with #signs',
    binarization: { name: 'fixed', seed: 3 },
    padding: 32,
    validation: 0.25,
  },
  training: {
    epochs: 1,
    batchSize: 7,
    schedule: { name: 'piecewise', boundaries: [10, 20], values: [1, 0.1, 0.01] },
    earlyStopping: { patience: 0, minDelta: 0.5 },
  },
  seed: 2 ** 53 - 1,
};

test('given values are kept, for any names of recipe and layers', (t) => {
  t.deepEqual(parseSpec(whole) as unknown, whole);
});

const declarations: Record<string, unknown> = { least, whole };

for (const [name, declaration] of Object.entries(declarations)) {
  test(`a parsed spec parses to itself: ${name}`, (t) => {
    const spec = parseSpec(declaration);
    t.deepEqual(parseSpec(spec), spec);
  });

  test(`JSON is read as YAML is: ${name}`, (t) => {
    t.deepEqual(readSpec(JSON.stringify(declaration, null, 2), 'model.json'), parseSpec(declaration));
  });
}

test('YAML is read', (t) => {
  const text = `
    recipe: vae
    observed: { shape: [4] } # of one example
    latents:
      - name: z
        size: 2
    networks:
      recognition:
        - { layer: dense, units: 3 }
      generative: []
  `;
  t.deepEqual(readSpec(text, 'model.yaml'), parseSpec(least));
});

test('aliases are replaced by the values that they name', (t) => {
  const text = JSON.stringify(least)
    .replace('"generative":[]', '"generative":*layers')
    .replace('[{"layer"', '&layers [{"layer"');
  t.deepEqual(readSpec(text, 'model.yaml').networks['generative'], [{ layer: 'dense', units: 3 }]);
});

/** A change to the smallest valid spec, and the expected error. */
interface Refusal {
  readonly change: object;
  readonly message: string;
  readonly hint: RegExp;
}

const generally = /^See docs\/reference\/spec\.md/;

const refusals: Record<string, Refusal> = {
  'a misspelled key': {
    change: { latents: undefined, latent: [{ name: 'z', size: 2 }] },
    message: 'the spec: unknown key "latent".',
    hint: /^Did you mean "latents"\?/,
  },
  'an unknown key that is like no other': {
    change: { temperature: 1 },
    message: 'the spec: unknown key "temperature".',
    hint: /^Valid names: recipe, observed, inputs, latents,/,
  },
  'a missing key': {
    change: { observed: {} },
    message: 'the spec at observed.shape: nothing was given, a list was expected.',
    hint: /^It is the shape of one example\.$/,
  },
  'a misspelled key further in': {
    change: { training: { epoch: 3 } },
    message: 'the spec at training: unknown key "epoch".',
    hint: /^Did you mean "epochs"\?/,
  },
  'a misspelled optimizer': {
    change: { optimizer: { name: 'adma', learningRate: 1 } },
    message: 'the spec at optimizer.name: "adma" was given, a known name was expected.',
    hint: /^Did you mean "adam"\? Valid names: sgd, momentum, adagrad, adadelta, adam, adamax, rmsprop\.$/,
  },
  'an optimizer without a name': {
    change: { optimizer: { learningRate: 1 } },
    message: 'the spec at optimizer.name: nothing was given, a known name was expected.',
    hint: /^Valid names: sgd,/,
  },
  'an option of another optimizer': {
    change: { optimizer: { name: 'adam', learningRate: 1, beta: 0.5 } },
    message: 'the spec at optimizer: unknown key "beta".',
    hint: /^Did you mean "beta1"\? Valid names: name, learningRate, beta1, beta2, epsilon\.$/,
  },
  'half an example held out': {
    change: { data: { validation: 3.5 } },
    message: 'the spec at data.validation: 3.5 was given: a share below 1 or a whole number was expected.',
    hint: /below 1 a share, from 1 on a number of examples/,
  },
  'a negative share held out': {
    change: { data: { validation: -0.1 } },
    message: 'the spec at data.validation: -0.1 was given, at least 0 was expected.',
    hint: /below 1 a share, from 1 on a number of examples/,
  },
  'a learning rate of nothing': {
    change: { optimizer: { name: 'sgd', learningRate: 0 } },
    message: 'the spec at optimizer.learningRate: 0 was given, more than 0 was expected.',
    hint: generally,
  },
  NaN: {
    change: { optimizer: { name: 'sgd', learningRate: NaN } },
    message: 'the spec at optimizer.learningRate: NaN was given, a number was expected.',
    hint: generally,
  },
  infinity: {
    change: { optimizer: { name: 'sgd', learningRate: Infinity } },
    message: 'the spec at optimizer.learningRate: Infinity was given, a number was expected.',
    hint: generally,
  },
  'a beta1 that never forgets': {
    change: { optimizer: { name: 'adam', learningRate: 1, beta1: 1 } },
    message: 'the spec at optimizer.beta1: 1 was given, less than 1 was expected.',
    hint: generally,
  },
  'text for a mapping': {
    change: { optimizer: 'adam' },
    message: 'the spec at optimizer: "adam" was given, a mapping of keys to values was expected.',
    hint: generally,
  },
  'a negative size': {
    change: { latents: [{ name: 'z', size: -2 }] },
    message: 'the spec at latents.0.size: -2 was given, at least 1 was expected.',
    hint: generally,
  },
  'a fraction of an axis': {
    change: { observed: { shape: [28, 2.5] } },
    message: 'the spec at observed.shape.1: 2.5 was given, a whole number was expected.',
    hint: generally,
  },
  'a shape without axes': {
    change: { observed: { shape: [] } },
    message: 'the spec at observed.shape: [] was given, at least 1 element was expected.',
    hint: /^It is the shape of one example\.$/,
  },
  'no latents': {
    change: { latents: [] },
    message: 'the spec at latents: [] was given, at least 1 element was expected.',
    hint: generally,
  },
  'a name that no layer can have': {
    change: { latents: [{ name: 'z 1', size: 2 }] },
    message:
      'the spec at latents.0.name: "z 1" was given: letters, digits and underscores, starting with a letter.',
    hint: generally,
  },
  'an observed name that no layer can have': {
    change: { observed: { name: 'my image', shape: [4] } },
    message:
      'the spec at observed.name: "my image" was given: letters, digits and underscores, starting with a letter.',
    hint: generally,
  },
  'two latents of one name': {
    change: {
      latents: [
        { name: 'z', size: 1 },
        { name: 'z', size: 2 },
      ],
    },
    message: 'the spec at latents.1.name: "z" was given: another variable has that name.',
    hint: generally,
  },
  'a latent called as the observed': {
    change: { latents: [{ name: 'x', size: 1 }] },
    message: 'the spec at latents.0.name: "x" was given: another variable has that name.',
    hint: generally,
  },
  'a layer without its kind': {
    change: { networks: { recognition: [{ units: 3 }], generative: [] } },
    message: 'the spec at networks.recognition.0.layer: nothing was given, text was expected.',
    hint: /^It is a TensorFlow\.js layer/,
  },
  'a network that is no list': {
    change: { networks: { recognition: { layer: 'dense' } } },
    message: 'the spec at networks.recognition: {"layer":"dense"} was given, a list was expected.',
    hint: generally,
  },
  'a name of a network that no layer can have': {
    change: { networks: { 'my network': [] } },
    message:
      'the spec at networks.my network: "my network" was given as a name: letters, digits and underscores, starting with a letter.',
    hint: generally,
  },
  'a part that is neither name nor mapping': {
    change: { likelihood: 3 },
    message: 'the spec at likelihood: 3 was given, text or a mapping of keys to values was expected.',
    hint: generally,
  },
  'a part with options but without its name': {
    change: { prior: { scale: 3 } },
    message: 'the spec at prior.name: nothing was given, text was expected.',
    hint: generally,
  },
  'a misspelled choice': {
    change: { data: { binarization: 'treshold' } },
    message:
      'the spec at data.binarization: "treshold" was given, "none" or "threshold" or "sample" or "fixed" or a mapping of keys to values was expected.',
    hint: /^Did you mean "threshold"\?/,
  },
  'padding to a word': {
    change: { data: { padding: 'big' } },
    message: 'the spec at data.padding: "big" was given, "none" or a number was expected.',
    hint: /^It is the rows and columns/,
  },
  'a misspelled schedule': {
    change: { training: { schedule: { name: 'cosin' } } },
    message: 'the spec at training.schedule.name: "cosin" was given, a known name was expected.',
    hint: /^Did you mean "cosine"\?/,
  },
  'a schedule that steps back': {
    change: { training: { schedule: { name: 'piecewise', boundaries: [10, 5], values: [1, 2, 3] } } },
    message: 'the spec at training.schedule.boundaries: [10,5] was given: ascending steps were expected.',
    hint: /^It is the steps/,
  },
  'a schedule with a value too many': {
    change: { training: { schedule: { name: 'piecewise', boundaries: [10], values: [1, 2, 3] } } },
    message:
      'the spec at training.schedule.values: [1,2,3] was given: one more value than boundaries was expected.',
    hint: /^It is the learning rates/,
  },
  'no epochs': {
    change: { training: { epochs: 0 } },
    message: 'the spec at training.epochs: 0 was given, at least 1 was expected.',
    hint: generally,
  },
  'a negative patience': {
    change: { training: { earlyStopping: { patience: -1 } } },
    message: 'the spec at training.earlyStopping.patience: -1 was given, at least 0 was expected.',
    hint: /^It is epochs without improvement/,
  },
  'a negative seed': {
    change: { seed: -1 },
    message: 'the spec at seed: -1 was given, at least 0 was expected.',
    hint: generally,
  },
  'a function': {
    change: { seed: () => 1 },
    message: 'the spec at seed: a function was given, a number was expected.',
    hint: generally,
  },
  'a long value': {
    change: { seed: 'a'.repeat(100) },
    message: `the spec at seed: "${'a'.repeat(56)}... was given, a number was expected.`,
    hint: generally,
  },
};

for (const [what, { change, message, hint }] of Object.entries(refusals)) {
  test(`throws an error with the given and the expected value: ${what}`, (t) => {
    const entries: [string, unknown][] = Object.entries({ ...least, ...change });
    const given = entries.filter(([, value]) => value !== undefined);
    const error = t.throws(() => parseSpec(Object.fromEntries(given)), { instanceOf: HelmholtzError });
    t.is(error.message, message);
    t.regex(error.hint!, hint);
    t.is(error.kind, 'usage');
  });
}

test('a message calls the source by its name', (t) => {
  t.throws(() => readSpec('recipe: vae', 'my-model.yaml'), { message: /^my-model\.yaml at observed: / });
});

const unreadable: Record<string, { text: string; message: RegExp; hint: RegExp }> = {
  'an empty file': { text: '', message: /^m\.yaml: null was given, a mapping/, hint: generally },
  'a word': { text: 'vae', message: /^m\.yaml: "vae" was given, a mapping/, hint: generally },
  'a list that is not closed': {
    text: 'a: [1,',
    message: /^m\.yaml can't be read as YAML or JSON: .*line 1, column 7/,
    hint: /indentation/,
  },
  'a tab as indentation': {
    text: 'a:\n\tb: 1',
    message: /Tabs are not allowed.*line 2, column 1/,
    hint: /indentation/,
  },
  'a key given twice': {
    text: 'a: 1\na: 2',
    message: /the key "a" appears twice at line 2, column 1/,
    hint: /quotes/,
  },
  'two documents': { text: 'a: 1\n---\na: 1', message: /multiple documents/, hint: /quotes/ },
  'an alias of nothing': {
    text: 'a: *b',
    message: /: its aliases can't be written out \(Unresolved alias.*\)\.$/,
    hint: /plain data/,
  },
  'an alias of itself': {
    text: '&a\nrecipe: *a',
    message: /its aliases can't be written out/,
    hint: /plain data/,
  },
};

for (const [what, { text, message, hint }] of Object.entries(unreadable)) {
  test(`throws an error of one line that names the file: ${what}`, (t) => {
    const error = t.throws(() => readSpec(text, 'm.yaml'), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.regex(error.hint!, hint);
    t.false(error.message.includes('\n'));
  });
}

test('throws an error within two seconds for aliases that multiply to billions', (t) => {
  const levels = Array.from(
    { length: 9 },
    (_, level) =>
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join()}]`,
  );
  const bomb = ['a-1: &a-1 lol', ...levels, 'recipe: *a8'].join('\n');
  const began = performance.now();
  const error = t.throws(() => readSpec(bomb, 'm.yaml'), { instanceOf: HelmholtzError });
  t.true(performance.now() - began < 2000);
  t.regex(error.message, /Excessive alias count/);
});

test('throws an error for keys that reach the prototype of all objects, and a literal cannot change it', (t) => {
  const polluting = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  const inOptions = JSON.stringify({ ...least, likelihood: 'here' }).replace(
    '"likelihood":"here"',
    `"likelihood":{"name":"normal",${polluting.slice(1)}`,
  );
  t.throws(() => readSpec(inOptions, 'm.yaml'), { message: /the key "__proto__" is not allowed at line 1/ });
  for (const key of ['constructor', 'prototype', '"\\u005f_proto__"', "'__proto__'", '!!str __proto__']) {
    const error = t.throws(() => readSpec(`recipe: vae\n${key}: {}`, 'm.yaml'), {
      instanceOf: HelmholtzError,
    });
    t.regex(error.message, /is not allowed at line 2/, key);
  }
  const spec = parseSpec(JSON.parse(inOptions));
  t.is((spec.likelihood as Record<string, unknown>)['polluted'], undefined);
  t.is(({} as Record<string, unknown>)['polluted'], undefined);
});
