// Finds files that import each other in a circle, and imports of the ONNX writer that lead to the
// code that runs its graphs. `import type` counts as an import. Part of `npm run lint`.
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folders = ['packages', 'tools', 'test/src', 'examples', 'scripts'];

const onnx = '^packages/backend-onnx/src/';
/** The folders that write ONNX graphs. They are to work in a page, too. */
const writer = `${onnx}(graph|kernels|lowering|onnx)/`;
const fromWriter = { path: writer, pathNot: '[.](test|fuzz)[.]ts$' };

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'writer-alone',
    severity: 'error',
    from: fromWriter,
    to: { path: `${onnx}|onnxruntime|tfjs-backend`, pathNot: writer },
  },
  { name: 'writer-without-node', severity: 'error', from: fromWriter, to: { dependencyTypes: ['core'] } },
];

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { circles, outOfWriter } = await importFaults(root, folders);
  for (const circle of circles) console.error(`Import circle: ${[...circle, circle[0]].join(' -> ')}`);
  if (circles.length > 0)
    console.error('Move what both files need, often a type, to a file that both can import.');
  for (const { from, to } of outOfWriter) console.error(`Import out of the ONNX writer: ${from} -> ${to}`);
  if (outOfWriter.length > 0)
    console.error('The writer runs nothing, and works without Node: pass it what it needs from outside.');
  if (circles.length + outOfWriter.length > 0) process.exitCode = 1;
}

/**
 * Returns each circle once, as the paths of its files in the order of their imports, and the
 * imports that lead out of the ONNX writer. Circles across packages are impossible: `tsc --build`
 * refuses them in project references.
 *
 * @param {string} baseDir the folder that paths are relative to
 * @param {string[]} folders where to look, relative to `baseDir`
 */
export async function importFaults(baseDir, folders) {
  const { output } = await cruise(folders, {
    baseDir,
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^|/)dist/' },
    validate: true,
    ruleSet: { forbidden },
  });
  if (typeof output === 'string') throw new Error(`The imports were not read: ${output}`);
  const { violations } = output.summary;
  const circles = violations
    .filter(({ rule }) => rule.name === 'no-circular')
    .map(({ cycle = [] }) => cycle.map(({ name }) => name));
  return {
    circles: [...new Map(circles.map((circle) => [circle.toSorted().join(), circle])).values()],
    outOfWriter: violations
      .filter(({ rule }) => rule.name.startsWith('writer'))
      .map(({ from, to }) => ({ from, to })),
  };
}
