import test from 'ava';

import { nestedModel, tutorialVae } from '../testing/models.js';
import { dense, input, modelOf, reading } from '../testing/nodes.js';
import { HelmholtzError } from '@helmholtz/base';
import { validate } from './validate.js';

const x = input('x', 2);
const h = dense('h', x, 2, 'relu');

test('accepts models with nested and shared layers', (t) => {
  t.notThrows(() => validate(tutorialVae()));
  t.notThrows(() => validate(nestedModel()));
});

test('names the nodes of a cycle in the direction of the data', (t) => {
  const a = reading([x, { ...h, id: 'c' }], { id: 'a', className: 'Add' });
  const b = dense('b', a, 2, 'relu');
  const c = dense('c', b, 2, 'relu');
  const error = t.throws(() => validate(modelOf('ring', [x, a, b, c])), { instanceOf: HelmholtzError });
  t.is(error.message, 'The model "ring" has a cycle: a -> b -> c -> a.');
  t.is(error.kind, 'graph');
});

test('finds a node that reads itself', (t) => {
  const self = reading([{ ...h, id: 'self' }], { id: 'self', className: 'Dense' });
  t.throws(() => validate(modelOf('m', [x, self])), { message: 'The model "m" has a cycle: self -> self.' });
});

test('finds a cycle inside a nested model', (t) => {
  const self = reading([{ ...h, id: 'self' }], { id: 'self', className: 'Dense' });
  const nested = { ...h, inner: modelOf('inner', [input('in', 2), self]) };
  t.throws(() => validate(modelOf('m', [x, nested])), {
    message: 'The model "inner" has a cycle: self -> self.',
  });
});

test('throws an error that names the node for a wrong order, an unknown reference or a repeated id', (t) => {
  const complaint = (nodes: Parameters<typeof modelOf>[1]) =>
    t.throws(() => validate(modelOf('m', nodes)), { instanceOf: HelmholtzError }).message;
  t.is(complaint([h, x]), 'The model "m" lists "h" before its inputs.');
  t.is(complaint([h]), 'The model "m" has a reference to "x" in node "h", but no such node.');
  t.is(complaint([x, x]), 'The model "m" has two nodes with the id "x".');
  t.is(complaint([]), 'The model "m" has no nodes.');
  t.is(
    complaint([x, { ...h, inputs: [{ node: 'x', output: 1 }] }]),
    'The model "m" has a reference to output 1 of "x" in node "h"; it has 1.',
  );
});
