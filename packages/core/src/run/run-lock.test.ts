import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { HelmholtzError, platform } from '@helmholtz/base';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { RunLock, isLock } from './run-lock.js';

const left = 'writer-00000000-0000-0000-0000-000000000000.lock';

const me = async () => ({
  pid: process.pid,
  host: hostname(),
  space: await platform.host.processSpace(),
  started: await platform.host.processStart(process.pid),
});

test('a lock stays until it is released, and then leaves no file', async (t) => {
  const folder = await temporaryFolder(t);
  const lock = await RunLock.acquire(folder);
  const error = await t.throwsAsync(RunLock.acquire(folder), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, `Another process writes to ${folder}: process ${process.pid} on ${hostname()}.`);
  t.regex(error.hint!, /--resume/);
  const names = await readdir(folder);
  t.is(names.length, 1, 'who came later has taken its own away');
  t.true(names.every(isLock));
  await lock.check();
  await lock.release();
  t.deepEqual(await readdir(folder), []);
  await (await RunLock.acquire(folder)).release();
});

test('of many that come at once at most one has it, and afterwards it is free', async (t) => {
  const folder = await temporaryFolder(t);
  for (let round = 0; round < 10; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => RunLock.acquire(folder)));
    const locks = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    t.true(locks.length <= 1);
    for (const lock of locks) await lock.release();
    t.deepEqual(await readdir(folder), []);
  }
});

test('the lock of a process that was killed is ignored', async (t) => {
  const folder = await temporaryFolder(t);
  const module = JSON.stringify(new URL('./run-lock.js', import.meta.url).href);
  const code = `const { RunLock } = await import(${module});
    await RunLock.acquire(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const error = await t.throwsAsync(RunLock.acquire(folder), { instanceOf: HelmholtzError });
  t.regex(error.message, new RegExp(`: process ${child.pid} on `));
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.is((await readdir(folder)).length, 1);
  const lock = await RunLock.acquire(folder);
  t.is((await readdir(folder)).length, 1, 'the left lock is removed');
  await lock.release();
});

test('a process that exits normally removes its lock', async (t) => {
  const folder = await temporaryFolder(t);
  const module = JSON.stringify(new URL('./run-lock.js', import.meta.url).href);
  const code = `const { RunLock } = await import(${module}); await RunLock.acquire(${JSON.stringify(folder)}); process.exit(130);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  t.deepEqual(await once(child, 'exit'), [130, null]);
  t.deepEqual(await readdir(folder), []);
});

test('a later process with the same id does not own the lock', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, left), JSON.stringify({ ...(await me()), started: 'before' }));
  await (await RunLock.acquire(folder)).release();
  t.deepEqual(await readdir(folder), []);
});

test("another machine's lock counts while it is touched, and five minutes more", async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, left);
  for (const other of [{ host: 'elsewhere' }, { space: 'another container' }]) {
    await writeFile(path, JSON.stringify({ ...(await me()), ...other, pid: 1 }));
    const touchedBefore = async (minutes: number): Promise<void> => {
      const time = new Date(Date.now() - 60_000 * minutes);
      await utimes(path, time, time);
    };
    await touchedBefore(4);
    const error = await t.throwsAsync(RunLock.acquire(folder), { instanceOf: HelmholtzError });
    t.regex(error.message, /: process 1 on .*, another machine or container\. It touched its lock /);
    t.true(error.message.includes(` ${path} `), error.message);
    const age = Number(/ (\d+) s ago\.$/.exec(error.message)?.[1]);
    t.true(age >= 239 && age < 300, error.message);
    t.is(
      error.hint,
      'A process that writes touches its lock every 30 s. If it has ended, remove the file, or try again in 1 min.',
    );
    await touchedBefore(6);
    await (await RunLock.acquire(folder)).release();
    t.deepEqual(await readdir(folder), []);
  }
});

test('a lock that cannot be read has no owner', async (t) => {
  const folder = await temporaryFolder(t);
  for (const text of ['', '{', '{"pid": "1"}', 'null']) {
    await writeFile(join(folder, left), text);
    await (await RunLock.acquire(folder)).release();
  }
  t.deepEqual(await readdir(folder), []);
});

test('the file of a lock names its process, host and start', async (t) => {
  const folder = await temporaryFolder(t);
  const lock = await RunLock.acquire(folder);
  const [name] = await readdir(folder);
  t.deepEqual(JSON.parse(await readFile(join(folder, name!), 'utf8')), await me());
  await lock.release();
});
