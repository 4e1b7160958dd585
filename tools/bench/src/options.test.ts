import test from 'ava';

import { readOptions } from './options.js';

const read = (...argv: string[]) =>
  readOptions(argv, (command) => command.exitOverride().configureOutput({ writeErr: () => undefined }));

test('without options all engines do all work', (t) => {
  const options = read();
  t.true(options.work.includes('tutorial') && options.work.includes('wide'));
  t.true(options.engines.includes('onnx-compiled') && options.engines.includes('jax'));
  t.like(options, { rounds: 9, seconds: 2, python: 'python3', sweeps: false, docs: false });
});

test('--quick sets few rounds and short ones, and options beside it take precedence', (t) => {
  t.like(read('--quick'), { rounds: 2, seconds: 0.2 });
  t.like(read('--quick', '--rounds', '4'), { rounds: 4, seconds: 0.2 });
});

test('work and engines are picked by name', (t) => {
  t.like(read('--work', 'wide, tutorial', '--engines', 'jax'), {
    work: ['wide', 'tutorial'],
    engines: ['jax'],
  });
});

test('--against compares compiled steps in 20 rounds by default', (t) => {
  t.like(read('--against', '../before'), {
    against: '../before',
    rounds: 20,
    engines: ['onnx-compiled'],
    work: ['tutorial', 'importance-weighted'],
  });
  t.like(read('--against', '../before', '--work', 'wide', '--engines', 'trainer', '--rounds', '3'), {
    rounds: 3,
    engines: ['trainer'],
    work: ['wide'],
  });
});

for (const [wrong, message] of [
  [['--work', 'tall'], /no work "tall": tutorial, /],
  [['--engines', 'theano'], /no engine "theano": onnx-compiled, /],
  [['--rounds', '2.5'], /whole number/],
  [['--rounds', '0'], /above 0/],
  [['--seconds', 'long'], /above 0/],
] as const) {
  test(`throws an error with the valid values for ${wrong.join(' ')}`, (t) => {
    t.throws(() => read(...wrong), { message });
  });
}
