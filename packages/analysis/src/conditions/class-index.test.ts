import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { classIndex } from './class-index.js';

test('names and numbers of classes are taken, and a name comes before a number', (t) => {
  const site = { name: 'site', column: 'site', classes: 3, classNames: ['a', '0', 'c'] };
  t.deepEqual(
    ['c', '0', '2', 1].map((cell) => classIndex(site, cell)),
    [2, 1, 2, 1],
  );
});

test('the hint for an unknown class lists few names, and the range of many', (t) => {
  const hintOf = (classes: number, column: string, classNames?: string[]) => {
    const wards = { name: column, column, classes, classNames };
    return t.throws(() => classIndex(wards, 'ward33'), { instanceOf: HelmholtzError }).hint;
  };
  const names = Array.from({ length: 30 }, (_, index) => `ward${index + 1}`);
  const inOrder = (last: number) => `Numbers from 0 to ${last} mean the same, in this order.`;
  t.is(hintOf(2, 'ward', ['north', 'south']), `Valid names: north, south. ${inOrder(1)}`);
  t.regex(
    hintOf(30, 'ward', names)!,
    /^Did you mean "ward3"\? Valid are 30 names from "ward1" to "ward30"\. Numbers from 0 to 29/,
  );
  t.is(hintOf(3, 'label'), "The model's labels are 0 to 2.");
  t.is(hintOf(3, 'pose'), 'Its classes are 0 to 2.');
});
