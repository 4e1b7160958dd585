const packages = ['core', 'layers', 'recipes', 'datasets', 'diagrams', 'report', 'cli'];

export default {
  files: [...packages.map((name) => `packages/${name}/src/**/*.test.ts`), 'test/src/**/*.test.ts'],
  typescript: {
    // `npm test` builds first, so that the tests run what a user would import.
    compile: false,
    rewritePaths: Object.fromEntries([
      ...packages.map((name) => [`packages/${name}/src/`, `packages/${name}/dist/`]),
      ['test/src/', 'test/dist/'],
    ]),
  },
  nodeArguments: ['--enable-source-maps'],
  timeout: '2m',
};
