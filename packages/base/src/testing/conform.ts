import type { TestFn } from 'ava';

import { conformChanges } from './conform-changes.js';
import { conformContents } from './conform-contents.js';
import type { MakePlace } from './place.js';

/** The tests of every implementation of `Files`. */
export function conform(test: TestFn, makePlace: MakePlace): void {
  conformContents(test, makePlace);
  conformChanges(test, makePlace);
}
