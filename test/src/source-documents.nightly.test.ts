import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test from 'ava';

import { newFolder, start } from './cli-process.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = await readFile(join(root, 'docs/reference/source-documents.md'), 'utf8');

/** Every command of the page, in its order. */
const commands = [...page.matchAll(/`npx helmholtz ([^`]+)`/g)].map(([, command]) => command!);

/** 300 of the digits for each part: enough for every index that the page names. */
const few = `export default ({ datasets }) => ({
  datasets: [{ name: 'few', description: 'some digits', load: () => datasets.loadDataset('digits', { limit: 300 }) }],
});`;

/** What makes a command short; said later, it counts. */
function shorter(command: string): string[] {
  const [name] = command.split(' ');
  if (name === 'evaluate') return ['--examples', '5', '--importance-samples', '5'];
  if (name !== 'train') return [];
  const short = ['--batch-size', '100', '--no-report', '--quiet'];
  if (command.includes('--resume')) return ['--no-report', '--quiet'];
  const samples = command.includes('iwae') ? ['--set', 'objective.samples=2'] : [];
  return [...short, '--dataset', 'few', '--epochs', '1', ...samples];
}

test('every command of the page on the source documents runs', async (t) => {
  t.timeout(600_000);
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  await symlink(join(root, 'examples'), join(folder, 'examples'));
  await writeFile(join(folder, 'few.mjs'), few);
  t.true(commands.length > 35, `${commands.length}`);
  for (const command of commands) {
    const argv = [...command.split(' '), ...shorter(command), '--plugin', './few.mjs'];
    const { code, stderr } = await start(argv, { cwd: folder }).finished;
    t.is(code, 0, `helmholtz ${command}\n${stderr}`);
  }
});
