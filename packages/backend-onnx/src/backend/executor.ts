import { itemAt } from '../graph/item-at.js';
import { backend_util } from '@tensorflow/tfjs-core';

import { type LinearGraph, linearize } from '../graph/linearize.js';
import type { Value } from '../graph/value.js';
import { SessionCache } from '../session/session-cache.js';
import type { Fed, Session, SessionOptions } from '../session/session.js';
import type { CpuKernels } from './cpu-kernels.js';
import { CompilePolicy } from './policy.js';
import type { CallLog } from './recorded-call.js';
import type { Statistics } from './statistics.js';

const SESSIONS = 128;

/**
 * Runs recorded operations as one compiled graph, or call by call on the cpu kernels if compiling
 * does not pay.
 */
export class Executor {
  readonly policy = new CompilePolicy();
  readonly sessions = new SessionCache(SESSIONS, () => this.sessionOptions);
  sessionOptions: SessionOptions = {};

  constructor(
    private readonly calls: CallLog,
    private readonly cpu: CpuKernels,
    private readonly statistics: Statistics,
  ) {}

  /** Computes the data of values. */
  run(outputs: readonly Value[]): void {
    for (const part of this.calls.apart(outputs)) this.runPart(part);
  }

  private runPart(outputs: readonly Value[]): void {
    const graph = linearize(outputs);
    const session = this.policy.runsNatively(graph, this.sessions.has(graph)) && this.compiled(graph);
    if (session) {
      this.runNatively(graph, session);
    } else {
      this.calls.run(outputs, this.cpu);
      this.statistics.graphsOnCpu++;
    }
    this.calls.forget(outputs);
  }

  /** Undefined, with a warning, if ONNX Runtime rejects the graph and `native` is not required. */
  private compiled(graph: LinearGraph): Session | undefined {
    try {
      return this.sessions.get(graph);
    } catch (error) {
      if (this.policy.mode !== 'auto') throw error;
      this.policy.refuse(graph);
      backend_util.warn(
        `${error instanceof Error ? error.message : String(error)}\nThe graph runs on the cpu kernels instead.`,
      );
      return undefined;
    }
  }

  private runNatively(graph: LinearGraph, session: Session): void {
    const results = session.run(graph.leaves.map(fed));
    graph.outputs.forEach((output, index) => output.settle(itemAt(results, index)));
    this.statistics.graphsRun++;
  }
}

function fed({ data, shape }: Value): Fed {
  if (data) return { data, shape };
  throw new Error('A leaf of a graph has no data.');
}
