// A process of its own: imports the modules named in its arguments one after another, and reports
// each to its parent.
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';

import { format, inspect } from 'node:util';

import type { Outcome } from './run.js';

let printed: string[] = [];
console.log = (...values: unknown[]) => printed.push(format(...values));

for (const url of process.argv.slice(2)) {
  printed = [];
  // An example may have set another backend.
  await setBackend('cpu');
  const error = await import(url).then(
    () => undefined,
    (reason: unknown) => inspect(reason),
  );
  const outcome: Outcome = { output: printed.join('\n'), ...(error === undefined ? {} : { error }) };
  // To the end: while the parent is busy it reads nothing, and the exit below drops what waits.
  await new Promise((sent) => process.send!(outcome, sent));
}
// What an example left open, such as a server or a worker, does not keep the process alive.
process.disconnect();
process.exit();
