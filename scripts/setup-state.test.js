import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest from 'ava';
import { stateOf } from './setup-state.js';

/**
 * @typedef {{ folder: string, input: string, output: string, state: () => string }} Files
 */
const test = /** @type {import('ava').TestFn<Files>} */ (anyTest);

test.beforeEach((t) => {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-setup-'));
  const [input, output] = [join(folder, 'input'), join(folder, 'output')];
  writeFileSync(input, 'a');
  writeFileSync(output, 'b');
  t.context = { folder, input, output, state: () => stateOf([input], [output]) };
});
test.afterEach.always((t) => {
  rmSync(t.context.folder, { recursive: true });
});

test('the state is the same as long as nothing happens', (t) => {
  t.is(t.context.state(), t.context.state());
});

test('an input written again with the same content changes nothing', (t) => {
  const before = t.context.state();
  utimesSync(t.context.input, 1, 1);
  t.is(t.context.state(), before);
});

test('an input with other content changes the state', (t) => {
  const before = t.context.state();
  writeFileSync(t.context.input, 'c');
  t.not(t.context.state(), before);
});

test('an output made again by someone else changes the state', (t) => {
  const before = t.context.state();
  utimesSync(t.context.output, 1, 1);
  t.not(t.context.state(), before);
});

test('a deleted output changes the state', (t) => {
  const before = t.context.state();
  rmSync(t.context.output);
  t.not(t.context.state(), before);
});

test('an input more or less changes the state', (t) => {
  const { input, output, state } = t.context;
  t.not(stateOf([input, input], [output]), state());
  t.not(stateOf([], [output]), state());
});
