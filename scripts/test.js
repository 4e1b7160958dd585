// Runs ava, passing arguments through (`npm test -- packages/core`), and ends with the line `N
// passed, N failed`. With --nightly it runs the tests that take too long for every `npm test`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figuresOf, summaryOf } from './tap.js';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

const nightly = process.argv[2] === '--nightly';
const argv = process.argv.slice(nightly ? 3 : 2);
// Named files run each in a worker of its own; the whole suite runs in groups, which load the
// packages once.
const config = nightly ? ['nightly.config.js'] : argv.length === 0 ? ['grouped.config.js'] : [];

// TAP, because ava's own reporter does not say how many tests passed when one has failed.
const ava = spawn(
  process.execPath,
  ['node_modules/ava/entrypoints/cli.mjs', '--tap', ...config.flatMap((file) => ['--config', file]), ...argv],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

let tap = '';
ava.stdout.setEncoding('utf8').on('data', (chunk) => {
  tap += chunk;
  process.stdout.write(chunk);
});
const [exitCode] = await once(ava, 'close');

const figures = figuresOf(tap, exitCode);
console.log(summaryOf(figures));
process.exitCode = figures.failed === 0 ? 0 : 1;
