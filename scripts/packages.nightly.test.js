import { rmSync } from 'node:fs';
import test from 'ava';
import { makeConsumer } from './consumer.js';
import { resolutions, typeErrors } from './consumer-types.js';

/** @type {ReturnType<typeof makeConsumer>} */
let consumer;
test.before(() => {
  consumer = makeConsumer();
});
test.after.always(() => {
  if (consumer) rmSync(consumer.folder, { recursive: true, force: true });
});

for (const resolution of resolutions) {
  test(`the types of every entry are whole for TypeScript 6 under moduleResolution ${resolution}`, (t) => {
    t.deepEqual(typeErrors(consumer, resolution, 'typescript'), []);
  });
}
