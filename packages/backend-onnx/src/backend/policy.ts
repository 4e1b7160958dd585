import type { LinearGraph } from '../graph/linearize.js';

/**
 * Where graphs run: `auto` weighs the cost of compiling; `native` compiles every graph, so that
 * equal programs give equal bits in any process; `cpu` compiles none.
 */
export type Mode = 'auto' | 'native' | 'cpu';

// Rough costs in microseconds. Only their order of magnitude matters.
const CPU_ELEMENT = 0.01;
const CPU_OPERATION = 12;
const NATIVE_RUN = 30;
const NATIVE_FEED = 1;
const COMPILE_GRAPH = 2_000;
const COMPILE_OPERATION = 100;

/**
 * Decides for each graph whether to compile it.
 *
 * How often a graph will run is unknown. So it runs on the cpu kernels until they have cost as much
 * as compiling. The total is at most twice the best choice (the ski-rental rule). Costs are
 * estimated from sizes, without a clock, so that a program decides the same way in each run.
 */
export class CompilePolicy {
  mode: Mode = 'auto';
  private readonly spent = new Map<string, number>();

  constructor(private readonly remembered = 10_000) {}

  runsNatively(graph: LinearGraph, compiled: boolean): boolean {
    if (this.mode !== 'auto') return this.mode === 'native';
    const count = graph.operations.length;
    const saving =
      CPU_ELEMENT * graph.cost +
      CPU_OPERATION * count -
      (NATIVE_RUN + NATIVE_FEED * (graph.leaves.length + graph.outputs.length));
    if (saving <= 0) return false;
    if (compiled) return true;
    const spent = (this.spent.get(graph.fingerprint) ?? 0) + saving;
    if (spent >= COMPILE_GRAPH + COMPILE_OPERATION * count) {
      this.spent.delete(graph.fingerprint);
      return true;
    }
    this.remember(graph, spent);
    return false;
  }

  /** Never tries a graph again that can't be compiled. */
  refuse(graph: LinearGraph): void {
    this.remember(graph, -Infinity);
  }

  private remember({ fingerprint }: LinearGraph, spent: number): void {
    if (this.spent.size >= this.remembered) this.spent.clear();
    this.spent.set(fingerprint, spent);
  }
}
