import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import test from 'ava';

import { fakeCommand, fakeJob } from '../testing/fakes.js';
import { type Command, EngineError, EngineProcess } from './engine-process.js';

const PATIENT = 60_000;

async function withProcess(
  use: (engine: EngineProcess) => Promise<void>,
  { command = fakeCommand, patience = PATIENT }: { command?: Command; patience?: number } = {},
): Promise<void> {
  const engine = new EngineProcess(command, patience);
  try {
    await use(engine);
  } finally {
    engine.dispose();
  }
}

test('an engine is prepared, runs and reports its memory; other lines on its stdout are ignored', async (t) => {
  await withProcess(async (engine) => {
    t.is(engine.firstStepMs, undefined);
    t.deepEqual(await engine.prepare(fakeJob({ name: 'fake', losses: '4,3' })), {
      version: 'fake 1.0',
      losses: [4, 3],
      compileMs: 5,
    });
    t.is(typeof engine.firstStepMs, 'number');
    t.deepEqual(await engine.run(20), { ms: 20, loss: 1 });
    t.is(typeof (await engine.memory()).peakBytes, 'number');
  });
});

/** The state of a process of Linux, such as S (sleeping) or T (stopped). */
async function stateOf(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8');
  return status.slice(status.lastIndexOf(')') + 2)[0] ?? '';
}

(process.platform === 'linux' ? test : test.skip)('between requests an engine is stopped', async (t) => {
  await withProcess(async (engine) => {
    await engine.prepare(fakeJob({ name: 'sleepy' }));
    for (let request = 0; request < 2; request++) {
      const { peakBytes: pid } = await engine.memory();
      const patient = performance.now() + 10_000;
      while ((await stateOf(pid)) !== 'T' && performance.now() < patient) await sleep(20);
      t.is(await stateOf(pid), 'T');
    }
  });
});

test('an engine that is missing or declines is skipped, with a hint how to install it', async (t) => {
  await withProcess(async (engine) => {
    const error = await t.throwsAsync(engine.prepare(fakeJob({ name: 'fake', skip: 'no licence' })), {
      instanceOf: EngineError,
      message: 'no licence',
    });
    t.like(error, { kind: 'skipped', hint: 'buy one' });
  });
  await withProcess(
    async (engine) => {
      const error = await t.throwsAsync(engine.prepare(fakeJob({ name: 'fake' })), {
        instanceOf: EngineError,
        message: /there is no command "no-such-python"/,
      });
      t.is(error.kind, 'skipped');
      t.regex(error.hint ?? '', /--python/);
    },
    { command: { file: 'no-such-python', args: [] } },
  );
});

test('an engine that fails reports the error and can continue', async (t) => {
  await withProcess(async (engine) => {
    const error = await t.throwsAsync(engine.prepare(fakeJob({ name: 'fake', failed: 'a bad day' })), {
      instanceOf: EngineError,
      message: 'a bad day',
    });
    t.is(error.kind, 'failed');
    t.is((await engine.prepare(fakeJob({ name: 'fake' }))).version, 'fake 1.0');
  });
});

test('the error for an ended process has its last output, also at a second call', async (t) => {
  await withProcess(async (engine) => {
    await engine.prepare(fakeJob({ name: 'fake', exitAt: 1 }));
    const ends = { instanceOf: EngineError, message: /exit code 7.*out of paper/ };
    t.is((await t.throwsAsync(engine.run(1), ends)).kind, 'failed');
    await t.throwsAsync(engine.run(1), ends);
  });
});

test('throws an error for an engine that does not respond', async (t) => {
  await withProcess(
    async (engine) => {
      const error = await t.throwsAsync(engine.prepare(fakeJob({ name: 'fake', silentAt: 0 })), {
        instanceOf: EngineError,
        message: /gave up after 1 s/,
      });
      t.is(error.kind, 'skipped');
      t.regex(error.hint ?? '', /--patience/);
    },
    { patience: 1_000 },
  );
});
