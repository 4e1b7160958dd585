import { HelmholtzError } from '@helmholtz/base';

import { UNLABELLED } from '../checks.js';
import type { Labels } from '../dataset.js';
import type { FoundFile } from './find-files.js';

const MOST_CLASSES = 255;

/**
 * Returns the classes of files: the names of their subfolders, in alphabetical order.
 *
 * @param plural noun, for messages, such as `images`.
 * @throws HelmholtzError (`data`) for more than 255 subfolders.
 */
export function classesOf(found: readonly FoundFile[], plural: string): string[] | undefined {
  const names = [...new Set(found.flatMap(({ className }) => className ?? []))].sort();
  if (names.length > MOST_CLASSES) {
    throw new HelmholtzError(
      'data',
      `The ${plural} lie in ${names.length} subfolders; up to ${MOST_CLASSES} are classes.`,
      {
        hint: `Put ${plural} that belong to no class beside each other in one folder.`,
      },
    );
  }
  return names.length === 0 ? undefined : names;
}

/** Returns the class of each file, or undefined if none has a class: new files need none. */
export function labelsOf(found: readonly FoundFile[], classNames: readonly string[]): Labels | undefined {
  const labels = Int16Array.from(found, ({ className }) =>
    className === undefined ? UNLABELLED : classNames.indexOf(className),
  );
  if (labels.every((label) => label === UNLABELLED)) return undefined;
  return labels.includes(UNLABELLED) ? labels : Uint8Array.from(labels);
}
