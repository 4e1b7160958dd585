import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { importCircles } from './import-circles.js';

async function circlesAmong(t, files) {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-circles-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  const circles = await importCircles(folder, ['.']);
  return circles.map((circle) => circle.toSorted());
}

const leaf = 'export interface Leaf { readonly size: number }\n';

test.serial(
  'files that import one another are found once, whatever kind of import closes the circle',
  async (t) => {
    for (const closing of [
      "import { c } from './c.js';\nexport const used = c;",
      "import type { C } from './c.js';\nexport type Used = C;",
      "import { type C } from './c.js';\nexport type Used = C;",
      "export type { C } from './c.js';",
      "export * from './c.js';",
      "export const later = () => import('./c.js');",
      "export type Used = import('./c.js').C;",
    ]) {
      const files = {
        'a.ts': `${closing}\nexport const a = 1;\n`,
        'b.ts': "export { a } from './a.js';\n",
        'c.ts': "export { a as c } from './b.js';\nexport type C = number;\n",
      };
      t.deepEqual(await circlesAmong(t, files), [['a.ts', 'b.ts', 'c.ts']], closing);
    }
  },
);

test.serial('two files that both import a third are no circle', async (t) => {
  const files = {
    'leaf.ts': leaf,
    'a.ts': "import type { Leaf } from './leaf.js';\nexport type A = Leaf;\n",
    'b.ts':
      "import type { A } from './a.js';\nimport type { Leaf } from './leaf.js';\nexport type B = A | Leaf;\n",
  };
  t.deepEqual(await circlesAmong(t, files), []);
});
