// Who may import whom inside the workspace, as ESLint configuration. One way: recipes -> layers ->
// core -> distributions -> base.
import tseslint from 'typescript-eslint';

/**
 * Packages of the workspace that each package may import. `cli` may import all packages, and no
 * package imports it.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const mayImport = {
  base: [],
  distributions: ['base'],
  core: ['base', 'distributions'],
  layers: ['base', 'distributions', 'core'],
  recipes: ['base', 'distributions', 'core', 'core/run', 'layers'],
  diagrams: ['base', 'core/description', 'core/describe'],
  report: ['base', 'core/description'],
  datasets: ['base'],
  trace: [],
  'backend-onnx': ['trace'],
  'backend-wasm': [],
  analysis: [
    'base',
    'distributions',
    'core',
    'core/run',
    'layers',
    'recipes',
    'datasets',
    'datasets/images',
    'diagrams',
    'report',
  ],
};

/**
 * Engines read traced programs, so programs know no engine, and no file format of one.
 *
 * @type {[string, string]}
 */
const engines = [
  '^(onnxruntime|@bufbuild/|@tensorflow/tfjs-(?!core$))',
  'A traced program imports no engine and no file format: engines import it.',
];

/**
 * The folders of core that are pure data, importable without loading tensors; so are the files
 * loose in `core/src`.
 */
const dataFolders = ['spec', 'description', 'run'];

export const importDirections = [
  ...Object.entries(mayImport).map(betweenPackages),
  ...[0, 1, 2, 3].map(insideCore),
];

/** @param {readonly [name: string, allowed: readonly string[]]} rule */
function betweenPackages([name, allowed]) {
  const names = allowed.map((target) => `@helmholtz/${target}`).join(', ') || 'no package of ours';
  return restrict(`packages/${name}/src/**/*.ts`, [
    [
      `^@helmholtz/(?!(${allowed.join('|') || '-'})$)`,
      `${name} may import ${names}: the directions are in scripts/import-directions.js.`,
    ],
    ['^(\\.\\./)+(packages|[a-z-]+/src)/', 'Another package is imported by its name, not by its path.'],
    ...(name === 'trace' ? [engines] : []),
  ]);
}

/** @param {number} depth how many folders below `core/src` the files are */
function insideCore(depth) {
  const files =
    depth === 0 ? '!(index|parts).ts' : `{${dataFolders.join(',')}}/${'*/'.repeat(depth - 1)}*.ts`;
  const message = `The pure-data parts of core (${dataFolders.join(', ')}, and files loose in src) load no tensors.`;
  const toSrc = depth === 0 ? '\\./' : '\\.\\./'.repeat(depth);
  /** @type {[string, string][]} */
  const refused = [
    ['^(@tensorflow/|@helmholtz/(?!base$))', message],
    [`^${toSrc}(?!\\.\\./)(?!(${dataFolders.join('|')})/|(?!index\\.)[^/]+$)`, message],
  ];
  return restrict(`packages/core/src/${files}`, refused, { allowTypeImports: true });
}

/**
 * Refuses module names that match, in `import` and `export ... from` declarations and in `import()`
 * alike.
 *
 * @param {string} files
 * @param {readonly (readonly [string, string])[]} refused patterns with their error messages
 * @param {{ allowTypeImports?: boolean }} [options]
 * @returns {import('eslint').Linter.Config}
 */
function restrict(files, refused, { allowTypeImports = false } = {}) {
  return {
    files: [files],
    ignores: ['**/*.test.ts', '**/{testing,fixtures}/**'],
    plugins: { '@typescript-eslint': /** @type {any} */ (tseslint.plugin) },
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: refused.map(([regex, message]) => ({ regex, message, allowTypeImports })) },
      ],
      'no-restricted-syntax': [
        'error',
        ...refused.map(([regex, message]) => ({
          selector: `ImportExpression > Literal[value=/${regex.replaceAll('/', '\\u002F')}/]`,
          message,
        })),
      ],
    },
  };
}
