import { isMainThread } from 'node:worker_threads';

/**
 * graphviz-cli computes in a worker thread of its own, which doesn't keep a process alive. It can't start one from
 * inside another worker thread, nor under `node --input-type=...`, an option that its worker would inherit.
 */
const startsWorkers = isMainThread && !process.execArgv.some((option) => option.startsWith('--input-type'));

/** Starts what lays diagrams out, beside whatever else is done before there is one: that takes a tenth of a second. */
export function startLayoutEngine(): void {
  // What is wrong with it is told to whoever needs it.
  if (startsWorkers) runGraphviz('graph {}').catch(() => undefined);
}

/** Runs Graphviz, compiled to WebAssembly, on a DOT text and gives its layout as JSON. */
export async function runGraphviz(source: string): Promise<string> {
  if (startsWorkers) {
    const { renderGraphFromSource } = await import('graphviz-cli');
    return renderGraphFromSource({ input: source }, { format: 'json0' });
  }
  // The engine that graphviz-cli wraps, called directly.
  const { default: renderSync } = await import('@aduh95/viz.js/sync');
  return renderSync(source, { format: 'json0' });
}
