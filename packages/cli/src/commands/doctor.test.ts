import test from 'ava';

import { backends, probeBackend } from '../backends/backends.js';
import { runMain } from '../testing/run-main.js';
import { version } from '../version.js';

const { serial } = test;

interface Report {
  readonly helmholtz: string;
  readonly node: string;
  readonly backend: string;
  readonly backends: { name: string; available: boolean; reason?: string; install?: string }[];
}

serial(
  'doctor lists loaded backends, and for others the reason and the command that adds them',
  async (t) => {
    const { code, stdout, stderr } = await runMain('doctor');
    t.is(code, 0, stderr);
    t.true(stdout.startsWith(`helmholtz ${version}, TensorFlow.js 4.`));
    t.true(stdout.includes(`Node ${process.version}`));
    const lines = stdout.split('\n');
    for (const candidate of backends) {
      const { available, reason } = await probeBackend(candidate);
      const at = lines.findIndex((each) => each.slice(7).startsWith(`${candidate.name} `));
      const [line, below] = [lines[at]!, lines[at + 1]!];
      t.is(line.trim().slice(0, 3).trim(), available ? 'yes' : 'no', candidate.name);
      if (!available) t.is(below.trim(), `${reason}; install it with: ${candidate.install}`);
    }
    t.regex(stdout, /^ {2}yes {2}wasm /m);
    t.regex(stdout, /^ {2}yes {2}cpu /m);
  },
);

serial('doctor --json names the backend of --backend auto: the first that loads', async (t) => {
  const { stdout } = await runMain('doctor', '--json');
  const report = JSON.parse(stdout) as Report;
  t.is(report.helmholtz, version);
  t.is(report.node, process.version);
  t.deepEqual(
    report.backends.map(({ name }) => name),
    backends.map(({ name }) => name),
  );
  t.is(report.backend, report.backends.find(({ available }) => available)!.name);
  for (const { available, reason, install } of report.backends) {
    if (!available) t.true(reason !== undefined && install !== undefined);
  }
});
