import { engine } from '@tensorflow/tfjs-core';

import type { Value } from '../graph/value.js';

// Long enough that a training step is one graph, short enough to compile in well under a second.
const LONGEST = 4_096;
// So short that a round of a loop is seldom cut together with the next one.
const LONG = 64;

/** What is recorded and not yet run. */
export class Recording {
  /** Values that are not computed yet and that someone can still read, with the number of tensors that do. */
  private pending = new Map<Value, number>();
  private length = 0;
  private scope: number | undefined;

  constructor(private readonly run: (outputs: readonly Value[]) => void) {}

  /** Counts a kernel. A program that never reads would record for ever, so it is cut now and then. */
  grow(): void {
    this.length++;
    // Cut where an outermost tidy ends, each round of a loop is cut at the same place and gives the same graphs.
    const scope = engine().state.scopeStack[0]?.id;
    const left = scope !== this.scope;
    this.scope = scope;
    if (this.length >= LONGEST || (left && this.length >= LONG)) this.flush();
  }

  /** One tensor more that can read a value. */
  want(value: Value): void {
    if (!value.data) this.pending.set(value, (this.pending.get(value) ?? 0) + 1);
  }

  /** One tensor less that can read a value. */
  unwant(value: Value): void {
    const readers = this.pending.get(value);
    if (readers === undefined) return;
    if (readers > 1) this.pending.set(value, readers - 1);
    else this.pending.delete(value);
  }

  /** Makes a value's data known. */
  settle(value: Value): void {
    if (value.data) return;
    if (!this.pending.has(value)) this.pending.set(value, 0);
    this.flush();
  }

  /** Runs what is recorded and still wanted. */
  flush(): void {
    if (this.pending.size === 0) return;
    // A variable's first value may be known already.
    const outputs = [...this.pending.keys()].filter(({ data }) => !data);
    this.length = 0;
    // Before the run: what makes it fail is not tried again until it is read.
    this.pending.clear();
    this.run(outputs);
  }
}
