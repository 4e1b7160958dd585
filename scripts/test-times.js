// Prints the processor time of each test file, children included, the costliest first: npm run
// test:times -- packages/core
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const scripts = dirname(fileURLToPath(import.meta.url));
const root = join(scripts, '..');
const folder = mkdtempSync(join(tmpdir(), 'test-times-'));
const times = join(folder, 'times.jsonl');

// A process for each file, so that the processor time of a process is that of a file.
const ava = spawn(
  process.execPath,
  ['node_modules/ava/entrypoints/cli.mjs', '--no-worker-threads', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${pathToFileURL(join(scripts, 'record-test-time.js'))}`,
      TEST_TIMES: times,
    },
  },
);
const [code] = await once(ava, 'close');

const rows = readFileSync(times, 'utf8')
  .trim()
  .split('\n')
  .map((line) => /** @type {{ file: string, seconds: number }} */ (JSON.parse(line)))
  .sort((a, b) => b.seconds - a.seconds);
for (const { file, seconds } of rows)
  console.log(`${seconds.toFixed(1).padStart(7)} s  ${relative(root, file)}`);
const sum = rows.reduce((total, { seconds }) => total + seconds, 0);
console.log(`${sum.toFixed(1).padStart(7)} s  ${rows.length} files`);
rmSync(folder, { recursive: true });
process.exitCode = code;
