import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { arrayDataset } from '../array-dataset.js';
import type { Dataset } from '../dataset.js';
import { keepLabels } from './keep-labels.js';

/** Examples whose only value is their position; every third has the class 0, 1 or 2. */
const rows = (size: number): Dataset =>
  arrayDataset({
    name: 'rows',
    shape: [1],
    data: Array.from({ length: size }, (_, row) => [row]),
    labels: Array.from({ length: size }, (_, row) => row % 3),
  });

function values(part: Dataset | undefined): number[] {
  const out = new Float32Array(part!.size);
  part!.read([...out.keys()], out, { next: () => 0 });
  return [...out];
}

test('as many of each class keep their labels, and the others have none', (t) => {
  const { parts, name } = keepLabels(rows(30), { examples: 6 });
  t.is(name, 'rows');
  const { labelled, unlabelled } = parts;
  t.deepEqual([...labelled!.labels!].sort(), [0, 0, 1, 1, 2, 2]);
  t.deepEqual(
    [...labelled!.labels!],
    values(labelled).map((row) => row % 3),
  );
  t.is(unlabelled!.labels, undefined);
  const all = [...values(labelled), ...values(unlabelled)].sort((a, b) => a - b);
  t.deepEqual(all, [...Array(30).keys()]);
});

test('a seed chooses the examples', (t) => {
  const chosen = (seed?: number) => values(keepLabels(rows(300), { examples: 9, seed }).parts['labelled']);
  t.deepEqual(chosen(), chosen(0));
  t.deepEqual(chosen(4), chosen(4));
  t.notDeepEqual(chosen(4), chosen(5));
});

test('a number that is no multiple of the classes is as balanced as it can be', (t) => {
  const { labelled } = keepLabels(rows(30), { examples: 8 }).parts;
  t.deepEqual([...labelled!.labels!].sort(), [0, 0, 0, 1, 1, 1, 2, 2]);
  const everything = keepLabels(rows(30), { examples: 30 }).parts;
  t.deepEqual(Object.keys(everything), ['labelled'], 'no example is left without a label');
});

test('examples without a label are unlabelled', (t) => {
  const partly = { ...rows(9), labels: Int16Array.of(0, 1, 2, -1, -1, -1, 0, 1, 2) };
  const { labelled, unlabelled } = keepLabels(partly, { examples: 6 }).parts;
  t.deepEqual(values(labelled), [0, 1, 2, 6, 7, 8]);
  t.deepEqual(values(unlabelled), [3, 4, 5]);
});

test('throws an error for more labels than the data have, for too few, and for data without labels', (t) => {
  const refused = (examples: number, dataset = rows(30)): string =>
    t.throws(() => keepLabels(dataset, { examples }), { instanceOf: HelmholtzError }).message;
  t.is(refused(31), '31 labels are kept of rows, 11 of the class "0", which has 10.');
  t.is(refused(2), '2 labels are kept of rows, which has 3 classes.');
  t.is(refused(6, { ...rows(30), labels: undefined }), 'rows has no labels to keep.');
});
