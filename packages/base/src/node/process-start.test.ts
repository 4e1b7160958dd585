import test from 'ava';

import { processStart } from './process-start.js';

test('a process that is not there has not started', async (t) => {
  t.is(await processStart(2 ** 30), undefined);
  t.is(await processStart(process.pid), await processStart(process.pid));
  t.not(await processStart(process.ppid), undefined);
});
