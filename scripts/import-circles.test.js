import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { importFaults } from './import-circles.js';

/**
 * @param {import('ava').ExecutionContext} t
 * @param {Readonly<Record<string, string>>} files code by name
 */
async function circlesAmong(t, files) {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-circles-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  const { circles } = await importFaults(folder, ['.']);
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

test.serial('the writer of ONNX graphs imports neither what runs them nor modules of Node', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-writer-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const source = 'packages/backend-onnx/src';
  const files = {
    'session/session.ts': "import type { Value } from '../graph/value.js';\nexport type Session = Value;\n",
    'graph/value.ts': 'export type Value = number;\n',
    'kernels/add.ts': "import type { Value } from '../graph/value.js';\nexport type Add = Value;\n",
    'kernels/wrong.ts': "import type { Session } from '../session/session.js';\nexport type A = Session;\n",
    'lowering/wrong.ts': "import { existsSync } from 'node:fs';\nexport const b = existsSync;\n",
    'onnx/right.test.ts': "import type { Session } from '../session/session.js';\nexport type A = Session;\n",
  };
  for (const [name, code] of Object.entries(files)) {
    const path = join(folder, source, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  const { outOfWriter } = await importFaults(folder, ['packages']);
  t.deepEqual(outOfWriter.map(({ from, to }) => [from, to]).sort(), [
    [`${source}/kernels/wrong.ts`, `${source}/session/session.ts`],
    [`${source}/lowering/wrong.ts`, 'fs'],
  ]);
});
