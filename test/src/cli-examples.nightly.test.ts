import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { encodeNpy } from '@helmholtz/datasets';
import test from 'ava';

import { commands } from '../../packages/cli/dist/commands.js';
import { newFolder, start } from './cli-process.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/**
 * MNIST is downloaded, a watcher runs until it is stopped, and new examples, codes and some runs are
 * the user's own.
 */
const LEFT_OUT =
  /--dataset mnist|--data-dir mnist|--watch|--images|--data |--data-dir other|--given|runs.cells|runs.vq|--codes|^impute/;

/** What makes an example short; said later, it counts. */
function shorter(command: string, line: string): string[] {
  if (line.includes('--annealed')) return ['--examples', '2', '--annealed', '20'];
  if (command === 'evaluate') return ['--examples', '5'];
  if (command === 'sample' && line.includes('--count 1000000')) return ['--count', '2000'];
  if (command === 'sample' && line.includes('--from flow')) return ['--fit-steps', '5'];
  if (command !== 'train' || line.includes('--resume')) return [];
  return ['--epochs', '1', '--batch-size', '3000', '--no-report'];
}

test('every example that the help gives runs as it stands, in this order', async (t) => {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  await symlink(examples, join(folder, 'examples'));
  await mkdir(join(folder, 'arrays'));
  for (const part of ['train', 'test']) {
    const array = encodeNpy({
      shape: [6, 3],
      data: Float32Array.from({ length: 18 }, (_, at) => Math.sin(at)),
    });
    await writeFile(join(folder, 'arrays', `${part}.npy`), array);
  }
  for (const name of ['before.yaml', 'after.yaml', 'model.yaml']) {
    await copyFile(join(examples, 'models', 'two-hidden-layers.yaml'), join(folder, name));
  }
  const run = async (argv: readonly string[]) => start(argv, { cwd: folder }).finished;
  await run(['draw', 'vae', '--format', 'json', '--out', 'model.json']);
  let count = 0;
  for (const command of Object.keys(commands)) {
    const { stdout } = await run(['help', command]);
    const lines = [...stdout.matchAll(/^ {2}\$ helmholtz (.*?)(?: {2,}\(.*)?$/gm)].map((match) => match[1]!);
    t.true(lines.length > 0, command);
    for (const line of lines.filter((each) => !LEFT_OUT.test(each))) {
      const { code, stderr } = await run([...line.split(' '), ...shorter(command, line)]);
      t.is(code, 0, `helmholtz ${line}\n${stderr}`);
      count++;
    }
  }
  t.true(count >= 18, `${count}`);
});
