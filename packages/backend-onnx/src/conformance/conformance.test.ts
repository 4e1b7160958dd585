import test from 'ava';

import { kernelsByName } from '../kernels/index.js';
import { EXCLUSIONS } from './exclusions.js';
import type { SuiteResults, Target } from './results.js';
import { bundleSpecs, runSpecs } from './run-specs.js';

// As the cpu backend does, but for two tests of moving tensors between two cpu backends.
const SPECS = 4_230;
// Their authors have disabled them.
const PENDING = 5;

const MINUTES = 60_000;

const count = ({ results }: SuiteResults, status: string): number =>
  results.filter((result) => result.status === status).length;

function report(target: Target, suite: SuiteResults): string {
  const { graphsCompiled, graphsRun, graphsOnCpu, declined } = suite.summary;
  const cases = Object.entries(declined).map(([kernel, times]) => `${kernel} ${times}`);
  return [
    `${target}: ${count(suite, 'passed')} passed, ${count(suite, 'failed')} failed, ${count(suite, 'pending')} pending in ${suite.seconds.toFixed(0)} s`,
    `${graphsCompiled} graphs compiled, ${graphsRun} runs of them, ${graphsOnCpu} graphs on the cpu kernels`,
    `cases without a native form: ${cases.join(', ') || 'none'}`,
  ].join('\n');
}

let bundle: string;
test.before(async () => {
  bundle = await bundleSpecs();
});

for (const target of ['native', 'auto'] as const) {
  test.serial(`TensorFlow.js's own tests pass, ${target}`, async (t) => {
    t.timeout(20 * MINUTES, 'thousands of graphs are compiled');
    const suite = await runSpecs(bundle, target);
    t.log(report(target, suite));
    const excluded = new Set(EXCLUSIONS.map(({ name }) => name));
    const failed = suite.results.filter(({ status }) => status === 'failed');
    const unexpected = failed.filter(({ name }) => !excluded.has(name));
    t.deepEqual(unexpected, [], 'tests that fail and are not excluded');
    const failing = new Set(failed.map(({ name }) => name));
    t.deepEqual(
      [...excluded].filter((name) => !failing.has(name)),
      [],
      'exclusions that pass',
    );
    const unexplained = Object.keys(suite.summary.declined).filter(
      (kernel) => kernelsByName.get(kernel)?.cases === undefined,
    );
    t.deepEqual(
      unexplained,
      [],
      'kernels that have no native form for a case that the documentation does not name',
    );
    t.is(suite.results.length, SPECS);
    t.is(count(suite, 'pending'), PENDING);
    t.is(suite.summary.graphsOnCpu === 0, target === 'native', 'where graphs ran');
  });
}

test('few tests are excluded, each for a reason', (t) => {
  t.true(EXCLUSIONS.length <= 25);
  for (const { reason } of EXCLUSIONS) t.true(reason.length > 20);
});
