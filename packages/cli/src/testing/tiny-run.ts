import { RandomStream } from '@helmholtz/distributions';
import { type DatasetPair, arrayDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';

import { tinySpec } from '../../../analysis/dist/testing/tiny-spec.js';
import type { Terminal } from '../terminal.js';
import type { TrainRunOptions } from '../training/train-run.js';

export { tinySpec };

/** 40 examples to train, 20 for the test: two patterns, each element wrong now and then. */
export function tinyData(): DatasetPair {
  const random = new RandomStream(0, 'tiny');
  const part = (name: string, count: number) =>
    arrayDataset({
      name,
      shape: [4],
      data: Array.from({ length: count }, () => {
        const kind = random.next() < 0.5;
        return [0, 1, 2, 3].map((element) => ((random.next() < 0.9 ? kind : !kind) === element < 2 ? 1 : 0));
      }),
    });
  return { train: part('tiny/train', 40), test: part('tiny/test', 20) };
}

/** A terminal that remembers the lines it was given. */
export function rememberingTerminal(quiet = false): Terminal & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    json: false,
    quiet,
    status: (line) => void (quiet || lines.push(line)),
    warn: (line) => void lines.push(`warning: ${line}`),
    progress: () => ({ update: () => undefined, end: () => undefined }),
    result: (text) => void lines.push(text),
  };
}

export function tinyRun(path: string, changes: Partial<TrainRunOptions> = {}): TrainRunOptions {
  return {
    assembly: assemble(tinySpec()),
    data: tinyData(),
    path,
    backend: 'cpu',
    command: 'helmholtz train',
    plugins: [],
    signal: new AbortController().signal,
    terminal: rememberingTerminal(),
    ...changes,
  };
}
