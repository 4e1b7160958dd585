import test from 'ava';

import { trainExample } from './train-example.js';

// The other examples are trained by `npm run test:nightly`.
test.serial('a few epochs of the clinical table beat independent columns', async (t) => {
  const { nelbo, independent, lines, remove } = await trainExample(
    'clinic',
    '--epochs',
    '15',
    '--no-report',
    '--quiet',
  );
  t.teardown(remove);
  t.true(nelbo < independent - 0.5, `${nelbo}, and ${independent} of independent columns`);
  t.true(lines <= 10, `${lines} lines`);
});
