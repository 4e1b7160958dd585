import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test from 'ava';

import { newFolder, start } from './cli-process.js';

const commands = ['train', 'evaluate', 'sample', 'reconstruct', 'interpolate', 'manifold', 'draw', 'list'];
const examples = fileURLToPath(new URL('../../examples', import.meta.url));

test('every example that the help gives runs as it stands, in this order', async (t) => {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  await symlink(examples, join(folder, 'examples'));
  const run = async (argv: readonly string[]) => start(argv, { cwd: folder }).finished;
  let count = 0;
  for (const command of commands) {
    const { stdout } = await run(['help', command]);
    const lines = [...stdout.matchAll(/^ {2}\$ helmholtz (.*?)(?: {2,}\(.*)?$/gm)].map((match) => match[1]!);
    t.true(lines.length > 0, command);
    // Those with a download of data are left to who has a network.
    for (const line of lines.filter((each) => !each.includes('--dataset mnist'))) {
      const quick = command === 'train' ? ['--epochs', '1', '--batch-size', '3000', '--no-report'] : [];
      const { code, stderr } = await run([...line.split(' '), ...quick]);
      t.is(code, 0, `helmholtz ${line}\n${stderr}`);
      count++;
    }
  }
  t.true(count >= 18, `${count}`);
});
