import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { readSetting, withSettings } from './settings.js';

const changed = (declaration: Record<string, unknown>, ...texts: readonly string[]): unknown =>
  withSettings(
    declaration,
    texts.map((text) => readSetting(text)),
  );

const declaration = {
  objective: 'elbo',
  latents: [
    { name: 'z1', size: 20 },
    { name: 'z2', size: 5 },
  ],
  training: { epochs: 3 },
};

test('an entry is set and the others stay', (t) => {
  t.deepEqual(changed(declaration, 'training.batchSize=50'), {
    ...declaration,
    training: { epochs: 3, batchSize: 50 },
  });
  t.deepEqual(declaration.training, { epochs: 3 });
});

test('a value is YAML', (t) => {
  t.deepEqual(changed({}, 'a=1', 'b=two', 'c=[3, 4]', 'd={ name: five }', 'e=true', 'f=a=b'), {
    a: 1,
    b: 'two',
    c: [3, 4],
    d: { name: 'five' },
    e: true,
    f: 'a=b',
  });
});

test('a part that is only named keeps its name', (t) => {
  t.deepEqual(changed({ objective: 'elbo' }, 'objective.samples=5'), {
    objective: { name: 'elbo', samples: 5 },
  });
});

test('sections that are not there are made', (t) => {
  t.deepEqual(changed({}, 'training.schedule.name=cosine', 'training.schedule.final=0.1'), {
    training: { schedule: { name: 'cosine', final: 0.1 } },
  });
});

test('items of a list are found by name or position', (t) => {
  const { latents } = changed(declaration, 'latents.z2.size=7', 'latents.0.size=9') as typeof declaration;
  t.deepEqual(latents, [
    { name: 'z1', size: 9 },
    { name: 'z2', size: 7 },
  ]);
});

for (const text of ['training.epochs', '=5', 'training..epochs=5', 'a={', '']) {
  test(`throws an error for the option "${text}"`, (t) => {
    t.throws(() => readSetting(text), { instanceOf: HelmholtzError });
  });
}

for (const text of ['latents.z3.size=1', 'latents.2.size=1', 'latents.-1=1', 'training.epochs.more=1']) {
  test(`throws an error that names what the declaration lacks: ${text}`, (t) => {
    const error = t.throws(() => changed(declaration, text), { instanceOf: HelmholtzError });
    t.regex(error.message, /^`set` .*: there is no /);
    t.truthy(error.hint);
  });
}

test('a key that names the prototype of objects is an entry like any other', (t) => {
  const result = changed({}, '__proto__.polluted=1') as object;
  t.deepEqual(Object.keys(result), ['__proto__']);
  t.is((result as { polluted?: unknown }).polluted, undefined);
  t.is(({} as { polluted?: unknown }).polluted, undefined);
});
