import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { nestedModel, tutorialVae } from '../testing/models.js';
import { dense, input, modelOf, reading } from '../testing/nodes.js';
import { flatten, hasRoles } from './flatten.js';

const wires = (graph: ReturnType<typeof flatten>) =>
  graph.nodes.map(({ id, inputs }) => [id, ...inputs.map(({ node }) => node)]);

test('opens nested models at every depth, without their input layers', (t) => {
  const graph = flatten(nestedModel(), () => true);
  t.deepEqual(wires(graph), [
    ['x'],
    ['stage/block/block_1', 'x'],
    ['stage/block/block_2', 'stage/block/block_1'],
    ['stage:2/block/block_1', 'stage/block/block_2'],
    ['stage:2/block/block_2', 'stage:2/block/block_1'],
  ]);
  t.deepEqual(
    graph.nested.map(({ id, within }) => [id, within]),
    [
      ['stage', undefined],
      ['stage/block', 'stage'],
      ['stage:2', undefined],
      ['stage:2/block', 'stage:2'],
    ],
  );
  t.deepEqual(graph.outputs, [{ node: 'stage:2/block/block_2', output: 0 }]);
});

test('nested models stay closed if `opens` returns false', (t) => {
  t.deepEqual(flatten(nestedModel(), () => false).nodes, nestedModel().nodes);
  const outerOnly = flatten(nestedModel(), ({ id }) => id.startsWith('stage'));
  t.deepEqual(wires(outerOnly), [['x'], ['stage/block', 'x'], ['stage:2/block', 'stage/block']]);
});

test('wires a nested model that returns its input straight through', (t) => {
  const x = input('x', 2);
  const entry = input('entry', 2);
  const inner = { ...modelOf('skip', [entry]), outputs: [{ node: 'entry', output: 0 }] };
  const skip = reading([x], { id: 'skip', className: 'Functional', inner });
  const graph = flatten(modelOf('m', [x, skip, dense('h', skip, 2, 'relu')]), () => true);
  t.deepEqual(wires(graph), [['x'], ['h', 'x']]);
});

test('throws an error that names a nested model with too few input tensors', (t) => {
  const x = input('x', 2);
  const inner = modelOf('two', [input('a', 2), input('b', 2)]);
  const two = reading([x], { id: 'two', className: 'Functional', inner });
  t.throws(() => flatten(modelOf('m', [x, two]), () => true), {
    instanceOf: HelmholtzError,
    message: 'The nested model "two" has 2 inputs, but receives 1.',
  });
});

test('sees roles inside nested models', (t) => {
  t.true(hasRoles(tutorialVae()));
  t.false(hasRoles(tutorialVae().nodes.find(({ id }) => id === 'generative')!.inner!));
  const x = input('x', 2);
  const wrapped = reading([x], { id: 'wrapped', className: 'Functional', inner: tutorialVae() });
  t.true(hasRoles(modelOf('m', [wrapped])));
});
