import test from 'ava';
import { causeOf } from './setup-failures.js';

/** @type {[output: string, what: RegExp][]} */
const printed = [
  [
    'npm error code ENOTFOUND\nnpm error network request to https://registry.example.org/pnpm failed',
    /registry/,
  ],
  [' WARN  GET https://registry.example.org/ava error (ECONNREFUSED). Will retry', /registry/],
  ['npm error code ENOSPC\nnpm error nospace ENOSPC: no space left on device, write', /disk is full/],
  ["npm error Error: EACCES: permission denied, mkdir '/home/me/.npm'", /cannot be written/],
  [' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', /out of step/],
  ['sh: 1: npx: not found', /npx was not found/],
  ["'npx' is not recognized as an internal or external command", /npx was not found/],
  ['something new', /not installed/],
];

for (const [output, what] of printed) {
  test(`install: ${output.replace(/\n[^]*/, '').trim()}`, (t) => {
    const cause = causeOf('install', output);
    t.regex(cause.what, what);
    t.not(cause.mend, '');
  });
}

test('build: compiler errors', (t) => {
  t.regex(causeOf('build', 'src/x.ts(1,1): error TS2322: no').what, /TypeScript/);
});
