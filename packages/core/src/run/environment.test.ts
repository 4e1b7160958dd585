import { cpus } from 'node:os';

import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { describeEnvironment, parseEnvironment } from './environment.js';

test('describes versions, machine and date of a run', (t) => {
  const environment = {
    helmholtz: '1.2.3',
    tensorflowjs: '4.5.6',
    backend: 'wasm',
    command: 'helmholtz train',
    plugins: [],
  };
  const before = Date.now();
  const { node, platform, processor, cores, memory, date, ...rest } = describeEnvironment(environment);
  t.deepEqual(rest, environment);
  t.is(node, process.version);
  t.true(platform.startsWith(`${process.platform} `) && platform.endsWith(` ${process.arch}`), platform);
  t.true(processor.length > 0);
  t.is(cores, cpus().length);
  t.true(Number.isInteger(memory) && memory >= 0);
  t.is(new Date(date).toISOString(), date);
  t.true(Date.parse(date) >= before && Date.parse(date) <= Date.now());
});

test('reads its own format and nothing else', (t) => {
  const versions = { helmholtz: '1', tensorflowjs: '4', backend: 'cpu', command: 'a', plugins: ['p.js'] };
  const environment = describeEnvironment(versions);
  t.deepEqual(parseEnvironment(JSON.stringify(environment), 'e'), environment);
  const damaged = { ...environment, plugins: 'p.js' };
  for (const text of ['', '{}', 'null', JSON.stringify(damaged), '{"__proto__":{}}']) {
    const error = t.throws(() => parseEnvironment(text, 'e.json'), { instanceOf: HelmholtzError });
    t.is(error.kind, 'data');
    t.is(error.message, 'e.json does not describe the environment of a run.');
  }
});
