import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import type { Composition } from './composition.js';
import { drawingOrder } from './order.js';

/** Latents with the parents of their posterior and of their prior. */
function latents(given: Readonly<Record<string, readonly [string[], string[]]>>): Composition {
  return {
    name: 'composition',
    inputs: [{ name: 'x', shape: [2], likelihood: { given: Object.keys(given) } }],
    latents: Object.entries(given).map(([name, [posterior, prior]]) => ({
      name,
      size: 1,
      posterior: { given: posterior },
      prior: { given: prior },
    })),
  };
}

const order = (composition: Composition) => {
  const { latents: ordered, statedAfter } = drawingOrder(composition);
  return { drawn: ordered.map(({ name }) => name), after: [...statedAfter] };
};

test('a latent is drawn after those that its posterior is given, and its prior is stated when they are', (t) => {
  const bottomUp = latents({ z1: [['x'], ['z2']], z2: [['z1'], ['z3']], z3: [['z2'], []] });
  t.deepEqual(order(bottomUp), { drawn: ['z1', 'z2', 'z3'], after: ['z1', 'z2'] });
});

test('wherever it can be, a latent is drawn after those that its prior is given', (t) => {
  const topDown = latents({ z1: [['x'], ['z2']], z2: [['x'], ['z3']], z3: [['x'], []] });
  t.deepEqual(order(topDown), { drawn: ['z3', 'z2', 'z1'], after: [] });
  const mixed = latents({ a: [['x'], ['c']], b: [['a'], ['c']], c: [['x'], []], d: [['c'], ['a']] });
  t.deepEqual(order(mixed), { drawn: ['c', 'a', 'b', 'd'], after: [] });
});

test('the order looks through features to their inputs', (t) => {
  const through: Composition = {
    ...latents({ z1: [['x'], ['h']], z2: [['d'], []] }),
    features: [
      { name: 'd', given: ['e', 'x'] },
      { name: 'e', given: ['z1'] },
      { name: 'h', given: ['z2'] },
    ],
  };
  t.deepEqual(order(through), { drawn: ['z1', 'z2'], after: ['z1'] });
});

const cycles: Record<string, { composition: Composition; message: RegExp }> = {
  posteriors: {
    composition: latents({ z1: [['x', 'z2'], []], z2: [['z1'], []] }),
    message: /^The posterior of "z1" depends on "z1" itself\.$/,
  },
  priors: {
    composition: latents({ z1: [['x'], ['z2']], z2: [['x'], ['z1']] }),
    message: /^The prior of "z1" depends on "z1" itself\.$/,
  },
  features: {
    composition: {
      ...latents({ z: [['a'], []] }),
      features: [
        { name: 'a', given: ['b'] },
        { name: 'b', given: ['a'] },
      ],
    },
    message: /^The value of "a" depends on "a" itself\.$/,
  },
};

for (const [what, { composition, message }] of Object.entries(cycles)) {
  test(`throws an error that names a variable of the cycle: ${what}`, (t) => {
    const error = t.throws(() => drawingOrder(composition), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.truthy(error.hint);
  });
}
