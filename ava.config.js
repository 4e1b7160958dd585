import { readdirSync } from 'node:fs';

const packages = readdirSync(new URL('packages/', import.meta.url));

/** Folders whose TypeScript is built to `dist/`. */
const built = [...packages.map((name) => `packages/${name}`), 'tools/bench', 'test', 'examples'];

/**
 * The longest first, beside all the others: a long one that begins last would run alone on one core.
 */
const LONGEST = [
  'scripts/lint.test.js',
  'test/dist/doc-examples.test.js',
  ...[1, 2, 3].map((group) => `test-groups/cli-${group}.test.js`),
  'test/dist/step-parity/step-parity.test.js',
  'backend-onnx/dist/conformance/conformance.test.js',
  'test/dist/step-parity/recipes.test.js',
  'test/dist/cli-failures.test.js',
  'test/dist/cli-run.test.js',
  'test/dist/plugin-outside.test.js',
  'scripts/packages.test.js',
  'scripts/gallery.test.js',
];

/** @param {string} file */
const rank = (file) => {
  const place = LONGEST.findIndex((long) => file.replaceAll('\\', '/').endsWith(long));
  return place < 0 ? LONGEST.length : place;
};

export default {
  files: [
    ...built.map((folder) => `${folder}/src/**/*.test.ts`),
    'scripts/*.test.js',
    'tools/golden/*.test.js',
    'tools/{architecture,results}/*.test.js',
    // What takes long runs by `npm run test:nightly`.
    '!**/*.nightly.test.*',
  ],
  typescript: {
    // `npm test` builds first, so that the tests run what a user would import.
    compile: false,
    rewritePaths: Object.fromEntries(built.map((folder) => [`${folder}/src/`, `${folder}/dist/`])),
  },
  sortTestFiles: (/** @type {string} */ a, /** @type {string} */ b) => rank(a) - rank(b),
  nodeArguments: ['--enable-source-maps'],
  timeout: '5m',
};
