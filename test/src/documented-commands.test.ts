// Every option that the docs and the help give is one that its command takes. `npm run
// test:nightly` runs the commands.
import { readFile } from 'node:fs/promises';

import test from 'ava';

import { commands } from '../../packages/cli/dist/commands.js';
import { runMain } from '../../packages/cli/dist/testing/run-main.js';

async function helpOf(command: string): Promise<string> {
  const { code, stdout } = await runMain('help', command);
  return code === 0 ? stdout : '';
}

/** Options of a line such as `train vae --latent 2` that the help of its command does not list. */
async function unknownOptions(line: string): Promise<string[]> {
  const [command = '', ...words] = line.split(' ');
  const help = await helpOf(command);
  if (help === '') return [`no command ${command}`];
  const options = words.filter((word) => word.startsWith('--'));
  return options.filter((option) => !new RegExp(`^  (-\\w, )?${option}\\b`, 'm').test(help));
}

test.serial('the commands of the page on the source documents', async (t) => {
  const page = await readFile(new URL('../../docs/reference/source-documents.md', import.meta.url), 'utf8');
  const lines = [...page.matchAll(/`npx helmholtz ([^`]+)`/g)].map(([, line]) => line ?? '');
  t.true(lines.length > 35, `${lines.length}`);
  for (const line of lines) t.deepEqual(await unknownOptions(line), [], line);
});

test.serial('the examples of the help', async (t) => {
  let count = 0;
  for (const command of Object.keys(commands)) {
    const help = await helpOf(command);
    for (const [, line = ''] of help.matchAll(/^ {2}\$ helmholtz (.*?)(?: {2,}\(.*)?$/gm)) {
      t.deepEqual(await unknownOptions(line), [], line);
      count++;
    }
  }
  t.true(count >= 18, `${count}`);
});

test.serial('an option that no command takes is noticed', async (t) => {
  t.deepEqual(await unknownOptions('train vae --laten 2'), ['--laten']);
  t.deepEqual(await unknownOptions('tarin vae'), ['no command tarin']);
});
