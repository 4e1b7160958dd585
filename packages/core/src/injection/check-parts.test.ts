import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';
import { z } from 'zod';

import { checkParts } from './check-parts.js';
import { catalogueModule } from './part-lists.js';
import type { Parts } from './parts-of-package.js';

const named = { name: 'mine', description: 'of a plugin' };
const options = z.strictObject({});
const whole = {
  recipes: [{ ...named, build: () => undefined }],
  likelihoods: [{ ...named, options, parameterShape: () => [1], head: () => undefined }],
  posteriors: [{ ...named, options, sample: () => undefined }],
  priors: [{ ...named, options, build: () => undefined }],
  conditionalPriors: [{ ...named, options, build: () => undefined }],
  objectives: [{ ...named, options, create: () => undefined }],
  noise: [{ ...named, fill: () => undefined }],
};

/** A plugin in JavaScript, which no compiler checked. */
const plugin = (parts: object): Parts => parts;

test('parts with all members are accepted', (t) => {
  t.notThrows(() => checkParts(plugin(whole)));
});

for (const [list, [part]] of Object.entries(whole)) {
  for (const member of Object.keys(part!).filter((key) => !(key in named))) {
    test(`${list} without ${member} are an error that names the part and the member`, (t) => {
      const { [member]: _missing, ...rest } = part as Record<string, unknown>;
      const error = t.throws(() => checkParts(plugin({ [list]: [part, rest] })), {
        instanceOf: HelmholtzError,
      });
      t.is(error.kind, 'usage');
      t.true(error.message.includes('"mine"'), error.message);
      t.true(
        error.message.endsWith(`has no ${member === 'options' ? member : `function ${member}`}.`),
        error.message,
      );
      t.truthy(error.hint);
    });
  }
}

test('the message names the plugin, and a catalogue checks its parts', (t) => {
  const without = plugin({ posteriors: [{ ...named, sample: () => undefined }] });
  t.throws(() => checkParts(without, 'mine.js'), {
    message: 'The posterior "mine" of the plugin mine.js has no options.',
  });
  t.throws(() => catalogueModule(without), { message: 'The posterior "mine" has no options.' });
});

test('options that are a plain object are no schema', (t) => {
  const plain = plugin({ posteriors: [{ ...whole.posteriors[0], options: { scale: 1 } }] });
  t.throws(() => checkParts(plain), { message: 'The posterior "mine" has no options.' });
});
