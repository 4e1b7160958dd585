import { type Dataset, type Metrics, evaluate, splitData } from '@helmholtz/core';
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
    .summary('the metrics of the bound on the training set and those held out')
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
  let steps = 0;
  const evaluated: Record<string, Metrics> = {};
  for (const [name, set] of Object.entries<Dataset | undefined>(splitData(spec, data))) {
    if (!set) continue;
    const progress = terminal.progress(`evaluating ${set.name} (${set.size} examples)`);
    const onBatch = (done: number, batches: number): void => {
      progress.update(done, batches);
      steps++;
    };
    const { seed } = spec;
    const evaluation = evaluate(model, { data: set, objective, batchSize, seed, signal, onBatch });
    evaluated[name] = await evaluation.finally(() => progress.end());
  }
  interrupt.release();
  const seconds = (performance.now() - started) / 1000;
  terminal.result(table(evaluated), {
    runDir: path,
    ...evaluated,
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
