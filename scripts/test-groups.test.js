import test from 'ava';
import { canShareWorker, testGroups } from './test-groups.js';

test('a test file is in one group at most', (t) => {
  const members = testGroups().flatMap((group) => group.members);
  t.true(members.length > 100);
  t.is(new Set(members).size, members.length);
});

test('a test file that changes state of the process runs alone', (t) => {
  t.true(canShareWorker("test('adds', (t) => t.is(1 + 1, 2));"));
  for (const line of [
    'test.before(() => {});',
    'test.serial.afterEach(() => {});',
    'serial.beforeEach(() => {});',
    "test.only('adds', () => {});",
    "process.env.HOME = '/';",
    "process.chdir('/');",
    'console.log = () => {};',
    "setBackend('cpu');",
    'registerKernel(config);',
    'const model = await load();',
    'await load();',
    't.snapshot(text);',
  ]) {
    t.false(canShareWorker(`import test from 'ava';\n${line}\n`), line);
  }
});

test('a test across packages that computes on the cpu backend runs alone', (t) => {
  const members = testGroups().flatMap((group) => group.members);
  t.true(members.includes('test/src/run-folder-versions.test.ts'));
  t.false(members.includes('test/src/relaxed-latents.test.ts'));
});
