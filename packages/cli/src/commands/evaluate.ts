import { type Metrics, evaluate } from '@helmholtz/core';
import { Command } from 'commander';

import { abortOnInterrupt, interruptExitCode } from '../interrupt.js';
import { type BackendOptions, type CommonOptions, withBackendOption, withCommonOptions } from '../options.js';
import { Workspace } from '../workspace.js';

interface EvaluateOptions extends CommonOptions, BackendOptions {
  readonly dataDir?: string;
}

const examples = `
Examples:
  $ helmholtz evaluate runs/mine
  $ helmholtz evaluate runs/mine --json`;

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .summary('the terms of the bound on the training and the test set')
    .description('Evaluates a trained model: nelbo, expectedLogLikelihood and kl, in nats an example.')
    .argument('<run>', 'the folder of a run')
    .option('--data-dir <folder>', "folder with the data set's files, where it is not the one of the run")
    .addHelpText('after', examples)
    .action(runEvaluate);
  return withCommonOptions(withBackendOption(command));
}

async function runEvaluate(path: string, options: EvaluateOptions): Promise<void> {
  const workspace = await Workspace.open(options);
  const { terminal } = workspace;
  const interrupt = abortOnInterrupt(() => process.exit(interruptExitCode()));
  const { signal } = interrupt;
  const backend = await workspace.selectBackend(options);
  const { spec, model, objective, checkpoint } = await workspace.openRun(path);
  const data = await workspace.loadData(
    { ...spec.data, ...(options.dataDir ? { dataDir: options.dataDir } : {}) },
    signal,
  );
  const { batchSize } = spec.training;
  const started = performance.now();
  const metrics = async (name: 'train' | 'test'): Promise<Metrics> => {
    const progress = terminal.progress(`evaluating ${data[name].name} (${data[name].size} examples)`);
    const onBatch = (done: number, batches: number): void => progress.update(done, batches);
    const set = { data: data[name], objective, batchSize, seed: spec.seed, signal, onBatch };
    return evaluate(model, set).finally(() => progress.end());
  };
  const test = await metrics('test');
  const train = await metrics('train');
  interrupt.release();
  const seconds = (performance.now() - started) / 1000;
  const steps = Math.ceil(data.test.size / batchSize) + Math.ceil(data.train.size / batchSize);
  terminal.result(table({ train, test }), {
    runDir: path,
    train,
    test,
    epochs: checkpoint.epoch,
    seconds,
    stepsPerSecond: steps / seconds,
    backend,
  });
}

function table(sets: Readonly<Record<string, Metrics>>): string {
  const names = Object.keys(Object.values(sets)[0]!);
  const header = ['nats an example', ...Object.keys(sets)];
  const rows = names.map((name) => [
    name,
    ...Object.values(sets).map((metrics) => metrics[name]!.toFixed(3)),
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]!.length)));
  const line = (row: string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('   ');
  return [header, ...rows].map(line).join('\n');
}
