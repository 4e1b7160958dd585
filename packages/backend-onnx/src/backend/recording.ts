import { engine } from '@tensorflow/tfjs-core';

import type { Value } from '../graph/value.js';

// Long enough for a whole training step, short enough to compile in well under a second.
const LONGEST = 4_096;
// Short enough that two iterations of a loop rarely share a graph.
const LONG = 64;

/** Recorded operations that have not run yet. */
export class Recording {
  /** Values that are not computed yet and can still be read, with their number of tensors. */
  private pending = new Map<Value, number>();
  private length = 0;
  private scope: number | undefined;

  constructor(private readonly run: (outputs: readonly Value[]) => void) {}

  /**
   * Counts a kernel. A program that never reads would record forever, so the recording is flushed
   * now and then.
   */
  grow(): void {
    this.length++;
    // Flushing at the end of an outermost tidy gives equal graphs in each iteration of a loop.
    const scope = engine().state.scopeStack[0]?.id;
    const leftScope = scope !== this.scope;
    this.scope = scope;
    if (this.length >= LONGEST || (leftScope && this.length >= LONG)) this.flush();
  }

  /** Counts one more tensor that can read a value. */
  want(value: Value): void {
    if (!value.data) this.pending.set(value, (this.pending.get(value) ?? 0) + 1);
  }

  /** Counts one tensor less that can read a value. */
  unwant(value: Value): void {
    const readers = this.pending.get(value);
    if (readers === undefined) return;
    if (readers > 1) this.pending.set(value, readers - 1);
    else this.pending.delete(value);
  }

  /** Computes the data of a value. */
  settle(value: Value): void {
    if (value.data) return;
    if (!this.pending.has(value)) this.pending.set(value, 0);
    this.flush();
  }

  /** Runs the recorded operations that can still be read. */
  flush(): void {
    if (this.pending.size === 0) return;
    // A variable's first value may be known already.
    const outputs = [...this.pending.keys()].filter(({ data }) => !data);
    this.length = 0;
    // Cleared before the run, so that a failing graph is not tried again until it is read.
    this.pending.clear();
    this.run(outputs);
  }
}
