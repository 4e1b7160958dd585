import { rmSync } from 'node:fs';
import test from 'ava';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { makeConsumer, runIn } from './consumer.js';
import { resolutions, typeErrors } from './consumer-types.js';

/** @type {ReturnType<typeof makeConsumer>} */
let consumer;
test.before(() => {
  consumer = makeConsumer();
});
test.after.always(() => {
  if (consumer) rmSync(consumer.folder, { recursive: true, force: true });
});

test('publint reports nothing about any package', async (t) => {
  for (const { name, folder } of consumer.packages) {
    const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
    t.deepEqual(
      messages.map((message) => formatMessage(message, pkg, { color: false })),
      [],
      name,
    );
  }
});

test('every entry can be imported', (t) => {
  const names = JSON.stringify(consumer.entries);
  const code = `for (const name of ${names}) await import(name).catch(({ message }) => console.log(name, message));`;
  t.is(runIn(consumer.folder, code), '');
});

test('the pure-data entries of core load no tensors', (t) => {
  const loadsTensors = (/** @type {string} */ name) =>
    runIn(consumer.folder, `await import('${name}'); console.log('_tfengine' in globalThis)`).trim();
  t.is(loadsTensors('@helmholtz/core'), 'true', 'or this test sees nothing');
  for (const part of ['spec', 'description', 'run']) {
    t.is(loadsTensors(`@helmholtz/core/${part}`), 'false', part);
  }
});

for (const resolution of resolutions) {
  test(`the types of every entry are whole under moduleResolution ${resolution}`, (t) => {
    t.deepEqual(typeErrors(consumer, resolution), []);
  });
}
