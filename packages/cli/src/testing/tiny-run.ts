import { type Assembly, trainAssembly, type TrainedAssembly } from '@helmholtz/core';
import { describeEnvironment, type Environment, RunDirectory } from '@helmholtz/core/run';
import { RandomStream } from '@helmholtz/distributions';
import { type DatasetPair, arrayDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';

import { tinySpec } from '../../../analysis/dist/testing/tiny-spec.js';
import type { Terminal } from '../terminal.js';
import { createFolder } from '../training/prepared-training.js';
import { trainingCallbacks } from '../training/training-callbacks.js';

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

interface TinyTraining {
  readonly assembly?: Assembly;
  readonly data?: DatasetPair;
  readonly terminal?: Terminal;
}

/** Trains a tiny model in a folder of its own, as the command does. */
export async function trainTiny(
  path: string,
  { assembly = assemble(tinySpec()), data = tinyData(), terminal = rememberingTerminal() }: TinyTraining = {},
): Promise<TrainedAssembly & { readonly environment: Environment; readonly run: RunDirectory }> {
  const versions = { helmholtz: '0', tensorflowjs: '0', backend: 'cpu', command: 'helmholtz train' };
  const environment = describeEnvironment({ ...versions, plugins: [] });
  const callbacks = trainingCallbacks(terminal, assembly.spec);
  const trained = await trainAssembly(assembly, {
    data,
    callbacks,
    run: () => createFolder(path, environment),
  });
  return { ...trained, environment, run: await RunDirectory.open(path) };
}
