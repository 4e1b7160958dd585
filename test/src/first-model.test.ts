/**
 * The tutorial "Your first model": its files and commands run as they stand, and its diagrams are
 * what they draw.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test from 'ava';

import { newFolder, start } from './cli-process.js';

const tutorial = fileURLToPath(new URL('../../docs/tutorial/', import.meta.url));
const page = await readFile(join(tutorial, 'first-model.md'), 'utf8');
const files = [...page.matchAll(/```yaml\n# ([\w.-]+)\n([^]*?)```/g)];
const commands = [...page.matchAll(/```sh\n([^]*?)```/g)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => line.replace(/^npx helmholtz /, ''));

/** Options that make a command short. */
function shorter(command: string): string[] {
  if (command.startsWith('train')) return ['--epochs', '1', '--batch-size', '500', '--no-report', '--quiet'];
  if (command.startsWith('evaluate')) return ['--importance-samples', '2', '--examples', '20'];
  return [];
}

test('the commands of the tutorial run in order, and draw its diagrams', async (t) => {
  t.timeout(600_000);
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  t.deepEqual(
    files.map(([, name]) => name),
    ['first-model.yaml', 'grey-model.yaml'],
  );
  for (const [, name = '', text = ''] of files) await writeFile(join(folder, name), text);
  await mkdir(join(folder, 'runs'));

  t.true(commands.length >= 8, `${commands.length}`);
  for (const command of commands) {
    const { code, stderr } = await start([...command.split(' '), ...shorter(command)], { cwd: folder })
      .finished;
    t.is(code, 0, `helmholtz ${command}\n${stderr}`);
  }

  for (const picture of ['model.svg', 'difference.svg']) {
    const [drawn, shown] = await Promise.all(
      [folder, join(tutorial, 'first-model')].map((place) => readFile(join(place, picture), 'utf8')),
    );
    t.true(drawn === shown, `docs/tutorial/first-model/${picture} is not what its command draws`);
  }
});
