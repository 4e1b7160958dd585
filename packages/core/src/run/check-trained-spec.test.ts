import test from 'ava';

import { type SpecInput, parseSpec } from '../spec/index.js';
import { checkTrainedSpec } from './check-trained-spec.js';
import { specDifferences } from './spec-differences.js';

const declared: SpecInput = {
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  optimizer: { name: 'adam', learningRate: 0.001 },
};
const trained = parseSpec(declared);
const source = 'spec.yaml';

test('differences name entries inside arrays, additions, removals and changes of the kind of value', (t) => {
  const before = { a: [1, { b: 2 }], c: 'x', d: undefined, e: [1] };
  t.deepEqual(specDifferences({ a: [1, { b: 3 }, 4], c: 'x', e: { 0: 1 } }, before), [
    { entry: 'a.1.b', value: 3, trained: 2 },
    { entry: 'a.2', value: 4, trained: undefined },
    { entry: 'e', value: { 0: 1 }, trained: [1] },
  ]);
});

test('a spec that was read again is the same, also with other epochs and another folder of data', (t) => {
  const { training, data } = trained;
  checkTrainedSpec(parseSpec(JSON.parse(JSON.stringify(trained))), trained, { source });
  const moved = { ...trained, training: { ...training, epochs: 99 }, data: { ...data, dataDir: '/moved' } };
  t.notThrows(() => checkTrainedSpec(moved, trained, { source, resumes: true }));
});

test('a changed entry is an error that names both values, unless it is accepted with a warning', (t) => {
  const spec = parseSpec({ ...declared, likelihood: 'normal' });
  const what =
    'spec.yaml is not the spec that its checkpoint was trained with: likelihood is "normal", was "bernoulli".';
  t.is(t.throws(() => checkTrainedSpec(spec, trained, { source })).message, what);
  const lines: string[] = [];
  checkTrainedSpec(spec, trained, { source, acceptSpec: true, onWarning: (line) => void lines.push(line) });
  t.deepEqual(lines, [`${what} The changed spec is used.`]);
});

test('another learning rate is an error for resuming, and a warning for using the weights', (t) => {
  const spec = parseSpec({ ...declared, optimizer: { name: 'adam', learningRate: 0.1 } });
  const lines: string[] = [];
  checkTrainedSpec(spec, trained, { source, onWarning: (line) => void lines.push(line) });
  t.regex(
    lines.join('\n'),
    /optimizer\.learningRate is 0\.1, was 0\.001\. The result does not depend on it\.$/,
  );
  t.throws(() => checkTrainedSpec(spec, trained, { source, resumes: true }), { message: /learningRate/ });
});
