import { spawn } from 'node:child_process';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { Row } from './rows.js' */

export const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join('packages', 'cli', 'bin', 'helmholtz.js');
const SEED = 1;

/** @typedef {[kind: string, ...argv: string[]]} Command */

/** Files with what a command printed. */
const results = new Map([
  ['train', 'trained.json'],
  ['evaluate', 'evaluation.json'],
]);

/**
 * Where the run of a row lies, in the words of someone who follows the docs.
 *
 * @param {Pick<Row, 'name'>} row
 */
export const runOf = ({ name }) => `runs/${name}`;

/**
 * What one types for a row, without where the data are.
 *
 * @param {Row} row
 * @returns {Command[]}
 */
export function commandsOf(row) {
  const run = runOf(row);
  return [
    ['train', ...row.train, '--seed', String(SEED), '--out', run],
    ...(row.evaluate ? [/** @type {Command} */ (['evaluate', run, ...row.evaluate])] : []),
    ...row.pictures.map(([kind, ...options]) => /** @type {Command} */ ([kind, run, ...options])),
  ];
}

/**
 * Trains and evaluates a row, and draws its pictures. Existing results are kept.
 *
 * @param {Row} row
 * @param {{ runs: string; dataDir?: string | undefined; threads?: string | undefined }} options
 */
export async function produce(row, { runs, dataDir, threads }) {
  const folder = join(runs, row.name);
  const from = dataDir ? ['--data-dir', dataDir] : [];
  const within = threads ? ['--threads', threads] : [];
  const inFolder = (/** @type {string} */ word) => word.replace(/^runs\//, `${runs}/`);
  for (const [kind, ...argv] of commandsOf(row)) {
    const resultFile = results.get(kind);
    if (await exists(join(folder, resultFile ?? `${kind}.png`))) continue;
    const isBegun = kind === 'train' && (await exists(join(folder, 'spec.yaml')));
    const rest = isBegun ? ['--resume', folder] : argv.map(inFolder);
    const stdout = await run([command, kind, ...rest, ...from, ...within, '--json']);
    if (resultFile) await writeFile(join(folder, resultFile), `${stdout.trim().split('\n').at(-1)}\n`);
  }
  if (!row.agreement || (await exists(join(folder, 'agreement.txt')))) return;
  const stdout = await run([join('examples', 'dist', 'class-agreement.js'), folder, String(row.agreement)]);
  await writeFile(join(folder, 'agreement.txt'), stdout);
}

/** @param {readonly string[]} argv */
async function run(argv) {
  console.error(`\n$ node ${argv.join(' ')}`);
  const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`It ended with ${code}.`);
  return stdout;
}

/** @param {string} path */
function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
