import { type LinearGraph, linearize } from '../graph/linearize.js';
import type { Value } from '../graph/value.js';
import { SessionCache } from '../onnx/session-cache.js';
import type { Fed, SessionOptions } from '../onnx/session.js';
import type { CpuKernels } from './cpu-kernels.js';
import { CompilePolicy } from './policy.js';
import type { CallLog } from './recorded-call.js';
import type { Statistics } from './statistics.js';

const SESSIONS = 256;

/** Runs what was recorded: as one compiled graph, or call by call on the cpu kernels where compiling does not pay. */
export class Executor {
  readonly policy = new CompilePolicy();
  readonly sessions = new SessionCache(SESSIONS, () => this.sessionOptions);
  sessionOptions: SessionOptions = {};

  constructor(
    private readonly calls: CallLog,
    private readonly cpu: CpuKernels,
    private readonly statistics: Statistics,
  ) {}

  /** Computes values and settles them. */
  run(outputs: readonly Value[]): void {
    const graph = linearize(outputs);
    if (this.policy.runsNatively(graph, this.sessions.has(graph))) {
      this.runNatively(graph);
    } else {
      this.calls.run(outputs, this.cpu);
      this.statistics.graphsOnCpu++;
    }
  }

  private runNatively(graph: LinearGraph): void {
    const results = this.sessions.get(graph).run(graph.leaves.map(fed));
    graph.outputs.forEach((output, index) => output.settle(results[index]!));
    this.statistics.graphsCompiled = this.sessions.compiled;
    this.statistics.graphsRun++;
  }
}

function fed({ data, shape }: Value): Fed {
  if (data) return { data, shape };
  throw new Error('A tensor of a function that was being traced was read after the tracing had ended.');
}
