// Draws what we write for Mermaid with Mermaid itself, in Chromium: every recipe in every level,
// and names that harm.
//   npm install --prefix /tmp/mermaid --ignore-scripts mermaid
//   node tools/mermaid-rendering/render.js \
//     /tmp/mermaid/node_modules/mermaid/dist/mermaid.min.js pictures
// It is no test of the project: the package brings 110 others, for diagrams of twenty kinds.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [library, out = 'pictures'] = process.argv.slice(2);
if (!library || !existsSync(library)) {
  console.error('Give the path of mermaid.min.js, and a folder for the pictures.');
  process.exit(2);
}
const root = fileURLToPath(new URL('../..', import.meta.url));
const { chromium } = createRequire(join(root, 'packages/diagrams/package.json'))('playwright-core');
const helmholtz = (/** @type {string[]} */ ...argv) =>
  execFileSync(process.execPath, [join(root, 'packages/cli/bin/helmholtz.js'), ...argv], {
    encoding: 'utf8',
  });

/** A model of another program with a layer for each of these names. */
const names = [
  'say "hi"',
  '<b>bold</b><script>alert(1)</script>',
  'two\nlines',
  '🦉 eule',
  'end',
  'x'.repeat(500),
];
const layer = (/** @type {string} */ name, /** @type {number} */ index) => ({
  class_name: index === 0 ? 'InputLayer' : 'Dense',
  name,
  config: index === 0 ? { name, batch_input_shape: [null, 4], dtype: 'float32' } : { name, units: 4 },
  inbound_nodes: index === 0 ? [] : [[[names[index - 1], 0, 0, {}]]],
});
const stranger = {
  class_name: 'Functional',
  config: {
    name: 'names',
    layers: names.map(layer),
    input_layers: [[names[0], 0, 0]],
    output_layers: [[names.at(-1), 0, 0]],
  },
};

const scratch = await mkdtemp(join(tmpdir(), 'mermaid-'));
await writeFile(join(scratch, 'names.json'), JSON.stringify(stranger));
/** @type {{ recipes: { name: string }[] }} */
const { recipes } = JSON.parse(helmholtz('list', 'recipes', '--json'));
for (const { name } of recipes)
  helmholtz('draw', name, '--level', 'all', '--format', 'mmd', '--out', join(scratch, name));
helmholtz(
  'draw',
  join(scratch, 'names.json'),
  '--format',
  'mmd',
  '--out',
  join(scratch, 'names', 'names.mmd'),
);

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.addScriptTag({ path: library });
await mkdir(out, { recursive: true });
let failed = 0;
for (const name of [...recipes.map((recipe) => recipe.name), 'names']) {
  for (const file of await readdir(join(scratch, name))) {
    const text = await readFile(join(scratch, name, file), 'utf8');
    const problem = await page.evaluate(async (/** @type {string} */ source) => {
      const { mermaid, document } = /** @type {any} */ (globalThis);
      mermaid.initialize({ startOnLoad: false });
      try {
        const { svg } = await mermaid.render('figure', source);
        document.body.innerHTML = svg;
        return document.querySelector('#figure script') ? 'a script came through' : undefined;
      } catch (error) {
        return String(error);
      }
    }, text);
    const title = `${name} ${file}`;
    console.log(problem === undefined ? `ok ${title}` : `FAILED ${title}: ${problem}`);
    if (problem === undefined)
      await page.locator('#figure').screenshot({ path: join(out, `${title.replaceAll(/\W+/g, '-')}.png`) });
    else failed++;
  }
}
await browser.close();
await rm(scratch, { recursive: true });
process.exitCode = failed > 0 ? 1 : 0;
