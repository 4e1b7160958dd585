import js from '@eslint/js';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importDirections } from './scripts/import-directions.js';

const maxLines = builtinRules.get('max-lines');
if (!maxLines) throw new Error('This ESLint has no rule max-lines.');
const sources = 'packages/*/src/**/*.ts';
const tests = '**/*.test.{ts,js}';

export default defineConfig(
  globalIgnores(['**/dist/', 'runs/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  js.configs.recommended,
  {
    files: ['**/*.ts'],
    // Rules that need types are in .oxlintrc.json: oxlint checks them in a tenth of the time.
    extends: [tseslint.configs.recommended, tseslint.configs.stylistic],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess asks for it in numeric loops
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  { rules: { eqeqeq: ['error', 'always', { null: 'ignore' }], 'no-var': 'error', 'prefer-const': 'error' } },

  // One concept a file: a long file is asked about, a very long one refused.
  {
    files: [sources],
    plugins: { 'one-concept': { rules: { 'max-lines': maxLines } } },
    rules: { 'one-concept/max-lines': ['warn', 250], 'max-lines': ['error', 400] },
  },
  { files: [tests], rules: { 'one-concept/max-lines': 'off' } },

  // All randomness enters through noise inputs and seeds.
  {
    files: [sources],
    // These put something else in its place.
    ignores: [
      tests,
      'packages/distributions/src/random/seeded.ts',
      'packages/trace/src/draws.ts',
      'packages/backend-onnx/src/conformance/specs-process.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Draw from a seeded generator: a seed must reproduce a run.',
        },
      ],
    },
  },

  importDirections,

  // Parts are injected where a model is put together, never fetched from a container inside mathematics.
  {
    files: ['packages/{distributions,core,layers,recipes}/src/**/*.ts'],
    ignores: ['packages/core/src/injection/**', 'packages/*/src/{module,container}.ts', tests],
    rules: {
      'no-restricted-imports': [
        'error',
        { name: 'inversify', message: 'Take what you need as an argument.' },
      ],
    },
  },
);
