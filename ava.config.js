import { readdirSync } from 'node:fs';

const packages = readdirSync(new URL('packages/', import.meta.url));

export default {
  files: [
    ...packages.map((name) => `packages/${name}/src/**/*.test.ts`),
    'tools/bench/src/**/*.test.ts',
    'test/src/**/*.test.ts',
    'examples/src/*.test.ts',
    'scripts/*.test.js',
    'tools/golden/*.test.js',
    'tools/{architecture,results}/*.test.js',
  ],
  typescript: {
    // `npm test` builds first, so that the tests run what a user would import.
    compile: false,
    rewritePaths: Object.fromEntries(
      [...packages.map((name) => `packages/${name}`), 'tools/bench', 'test', 'examples'].map((folder) => [
        `${folder}/src/`,
        `${folder}/dist/`,
      ]),
    ),
  },
  // The lint takes longest: started first, it runs beside all the others.
  sortTestFiles: (a, b) => Number(b.endsWith('lint.test.js')) - Number(a.endsWith('lint.test.js')),
  nodeArguments: ['--enable-source-maps'],
  timeout: '5m',
};
