import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import test from 'ava';

const tool = fileURLToPath(new URL('../../tools/kill-and-resume/main.js', import.meta.url));

// A fixed share of `npm run test:kill`.
test('killed and resumed runs end with the bits of an uninterrupted run', async (t) => {
  t.timeout(1_200_000);
  const argv = [tool, '--runs', '3', '--seed', '3', '--backends', 'cpu'];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill());
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  t.is(code, 0, stderr);
  t.regex(stdout, /^3 runs interrupted and resumed, each equal to the uninterrupted run; 0 failed; seed 3$/m);
});
