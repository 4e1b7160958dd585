import type { LinearGraph } from '../graph/linearize.js';

/**
 * Where a graph runs: `auto` weighs the cost of compiling; `native` compiles every graph, so that equal programs give
 * equal bits whatever ran before them; `cpu` compiles none.
 */
export type Mode = 'auto' | 'native' | 'cpu';

// Rough costs in microseconds, on the machines of the day; only their order of magnitude matters.
const CPU_ELEMENT = 0.01;
const CPU_OPERATION = 12;
const NATIVE_RUN = 30;
const NATIVE_FEED = 1;
const COMPILE_GRAPH = 2_000;
const COMPILE_OPERATION = 100;

/**
 * Decides, graph by graph, whether compiling pays.
 *
 * Nobody knows how often a graph will come again, so it runs on the cpu kernels until they have cost as much as
 * compiling would have: never more than twice what the best choice costs (the ski-rental rule). Costs are estimates
 * that are made of sizes alone, never of a clock, so that a program decides the same way each time it runs.
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

  /** A graph that can't be compiled is never tried again. */
  refuse(graph: LinearGraph): void {
    this.remember(graph, -Infinity);
  }

  private remember({ fingerprint }: LinearGraph, spent: number): void {
    if (this.spent.size >= this.remembered) this.spent.clear();
    this.spent.set(fingerprint, spent);
  }
}
