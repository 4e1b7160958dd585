// Finds files that import each other in a circle; `import type` counts. Part of `npm run lint`.
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folders = ['packages', 'tools', 'test/src', 'examples', 'scripts'];

if (argv[1] === fileURLToPath(import.meta.url)) {
  const circles = await importCircles(root, folders);
  for (const circle of circles) console.error(`Import circle: ${[...circle, circle[0]].join(' -> ')}`);
  if (circles.length > 0) {
    console.error('Move what both files need, often a type, to a file that both can import.');
    process.exitCode = 1;
  }
}

/**
 * Returns each circle once, as the paths of its files in the order of their imports. A circle across packages can't be
 * among them: the project references of `tsc --build` refuse it.
 *
 * @param {string} baseDir the folder that paths are relative to
 * @param {string[]} folders where to look, relative to `baseDir`
 */
export async function importCircles(baseDir, folders) {
  const { output } = await cruise(folders, {
    baseDir,
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(dist|node_modules)/' },
    validate: true,
    ruleSet: { forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }] },
  });
  if (typeof output === 'string') throw new Error(`The imports were not read: ${output}`);
  if (typeof output === 'string') throw new Error(`The imports were not read: ${output}`);
  const circles = output.summary.violations.map(({ cycle = [] }) => cycle.map(({ name }) => name));
  return [...new Map(circles.map((circle) => [circle.toSorted().join(), circle])).values()];
}
