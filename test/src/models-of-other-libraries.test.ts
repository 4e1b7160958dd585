/** Every spec of the page on models of other libraries builds a model with its objective. */
import { readFile } from 'node:fs/promises';

import '@tensorflow/tfjs-backend-cpu';
import { parseSpec, readDeclaration } from '@helmholtz/core';
import { assemble, defaultSpec } from '@helmholtz/recipes';
import { dispose, setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

await setBackend('cpu');

const page = await readFile(
  new URL('../../docs/reference/models-of-other-libraries.md', import.meta.url),
  'utf8',
);
const convolutional: readonly string[] = ['conv-vae', 'vq-vae'];
const expected = { pythae: 26, 'PyTorch-VAE': 22, Pyro: 11, NumPyro: 4, 'Multimodal VAEs': 4 };

/** Rows [model, here, spec or reason] of the table under a heading. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const table = section.split('\n').filter((line) => line.startsWith('|'));
  return table.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function builds(declaration: Record<string, unknown>): string[] {
  const { model } = assemble(parseSpec(declaration));
  const latents = model.latents.map(({ name }) => name);
  dispose(model.trainableVariables);
  return latents;
}

for (const [library, count] of Object.entries(expected)) {
  test(`states for each model of ${library} whether it is included, with a spec that builds or the reason`, (t) => {
    const rows = rowsUnder(library);
    t.is(rows.length, count);
    for (const [model = '', here = '', text = ''] of rows) {
      t.true(['has', 'composable', 'not included'].includes(here), `${model}: ${here}`);
      const [, spec] = /`(\{ recipe: [^`]+\})`/.exec(text) ?? [];
      if (here === 'not included') t.true(spec === undefined && text.length > 10, model);
      else if (spec === undefined) t.regex(text, /^\[[^\]]+\]\(#[a-z-]+\)/, model);
      else {
        const declared = readDeclaration(spec, model) as { readonly recipe: 'vae' };
        const shape = convolutional.includes(declared.recipe) ? [28, 28, 1] : [16];
        t.true(builds({ ...defaultSpec(declared.recipe, shape), ...declared }).length > 0, model);
      }
    }
  });
}

test('builds the models of the YAML files', (t) => {
  const files = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text ?? '');
  t.is(files.length, 5);
  for (const text of files) {
    const declared = readDeclaration(text, 'page.yaml') as Record<string, unknown>;
    t.true(builds(declared).length > 0, text);
  }
});
