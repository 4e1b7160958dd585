// Runs TensorFlow.js's tests in a process of their own, which they need: they leave the engine's
// state changed, and a fault of the native library must not take the test runner with it.
import { itemAt } from '../graph/item-at.js';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import type { Message, RunSummary, SpecResult } from './results.js';

interface JasmineSpec {
  readonly fullName: string;
  readonly status: SpecResult['status'];
  readonly failedExpectations: readonly { readonly message: string }[];
}

interface Jasmine {
  getEnv(): {
    configure(options: { random: boolean; forbidDuplicateNames: boolean }): void;
    addReporter(reporter: { specStarted(spec: JasmineSpec): void; specDone(spec: JasmineSpec): void }): void;
    execute(): Promise<unknown>;
  };
}

const say = (message: Message): void => void process.send!(message);

const { boot } = createRequire(import.meta.url)('jasmine-core') as { boot: () => Jasmine };
const environment = boot().getEnv();
environment.configure({ random: false, forbidDuplicateNames: false });
environment.addReporter({
  specStarted: ({ fullName }) => say({ started: fullName }),
  specDone: ({ fullName, status, failedExpectations }) =>
    say({
      result: { name: fullName, status, failures: failedExpectations.map(({ message }) => message) },
    }),
});

// Some of the tests draw at random and check ranges that a draw leaves now and then: the same draws
// in every run.
let state = 0;
Math.random = () => {
  state = (state + 0x9e3779b9) >>> 0;
  const mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0) / 2 ** 32;
};

const { summary } = (await import(pathToFileURL(itemAt(process.argv, 2)).href)) as {
  summary: () => RunSummary;
};
await environment.execute();
say({ summary: summary() });
process.disconnect();
