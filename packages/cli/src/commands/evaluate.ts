import {
  bitsPerDim,
  type Dataset,
  estimateNll,
  evaluate,
  firstExamples,
  type LatentStatistics,
  latentStatistics,
  type LatentVariableModel,
  type Metrics,
  type NllEstimate,
  nllProblem,
  predict,
  predictionsProblem,
  type PredictionSummary,
  splitData,
  summarizePredictions,
  wholeBatchSize,
} from '@helmholtz/core';
import { Command } from 'commander';

import { latentsProblem, omittedOf } from '@helmholtz/analysis';
import { latentsTable, metricsTable, nllTable, predictionsTable } from '@helmholtz/analysis';
import { abortOnInterrupt, interruptExitCode } from '../interrupt.js';
import {
  type BackendOptions,
  type CommonOptions,
  wholeNumber,
  withBackendOption,
  withCommonOptions,
} from '../options.js';
import { unusedOption } from '../unused-option.js';
import { Workspace } from '../workspace.js';

interface EvaluateOptions extends CommonOptions, BackendOptions {
  readonly dataDir?: string;
  readonly importanceSamples?: number;
  readonly examples?: number;
}

// The command line wraps it to the width of the terminal.
const description =
  'Evaluates a trained model: the metrics of its objective on every set, in nats an example; and on the test set the ' +
  'negative log-likelihood by importance sampling, bits for each observed element, and what each latent carries. ' +
  'docs/evaluation.md explains each number.';

const examples = `
Examples:
  $ helmholtz evaluate runs/mine
  $ helmholtz evaluate runs/mine --importance-samples 5000
  $ helmholtz evaluate runs/mine --importance-samples 5000 --examples 500
  $ helmholtz evaluate runs/mine --importance-samples 0 --json`;

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .summary('the metrics of the bound, the log-likelihood and what the latents carry')
    .description(description)
    .argument('<run>', 'the folder of a run')
    .option('--data-dir <folder>', "folder with the data set's files, where it is not the one of the run")
    .option(
      '--importance-samples <n>',
      'draws of the latents for each example to estimate the log-likelihood with; 100 unless given; 0 leaves it out',
      wholeNumber(0),
    )
    .option('--examples <n>', 'only the first examples of each set', wholeNumber(1))
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
  checkSamples(model, options.importanceSamples);
  const { compile } = workspace;
  const data = await workspace.loadData(
    { ...spec.data, ...(options.dataDir ? { dataDir: options.dataDir } : {}) },
    signal,
  );
  const sets = Object.entries<Dataset | undefined>(splitData(spec, data)).flatMap(([name, set]) =>
    set ? [[name, firstExamples(set, options.examples ?? Infinity)] as const] : [],
  );
  const samples = options.importanceSamples ?? 100;
  const batchSize = wholeBatchSize(spec.training.batchSize);
  const shared = { batchSize, seed: spec.seed, compile, signal };
  const started = performance.now();
  let steps = 0;
  const evaluated: Record<string, Metrics> = {};
  for (const [name, set] of sets) {
    const progress = terminal.progress(`evaluating ${set.name} (${set.size} examples)`);
    const onBatch = (done: number, batches: number): void => {
      progress.update(done, batches);
      steps++;
    };
    const evaluation = evaluate(model, { ...shared, data: set, objective, onBatch });
    evaluated[name] = await evaluation.finally(() => progress.end());
  }
  const seconds = (performance.now() - started) / 1000;

  const [name, test] = sets.at(-1)!;
  const nll = await estimated();
  const predictions = nll && (await predicted());
  const latents = signal.aborted ? [] : await described();
  interrupt.release();
  const bits = nll && !predictions ? bitsPerDim(model, test, nll.nll) : undefined;
  const omitted = omittedOf(model, test, {
    samples,
    importanceSampling: nll !== undefined,
    latents: latents.length > 0,
  });
  const tables = [
    metricsTable(evaluated),
    ...(nll && !predictions ? [nllTable(name, nll, bits)] : []),
    ...(nll && predictions ? [predictionsTable(name, nll, predictions)] : []),
    ...(latents.length > 0 ? [latentsTable(name, latents)] : []),
  ];
  terminal.result(tables.join('\n\n'), {
    runDir: path,
    ...evaluated,
    ...(nll ? { importanceSampling: { set: name, ...nll, bitsPerDim: bits } } : {}),
    ...(predictions ? { predictions } : {}),
    ...(latents.length > 0 ? { latents } : {}),
    ...(Object.keys(omitted).length > 0 ? { omitted } : {}),
    epochs: checkpoint.epoch,
    seconds,
    stepsPerSecond: steps / seconds,
    backend,
  });

  async function estimated(): Promise<NllEstimate | undefined> {
    const problem = nllProblem(model);
    if (samples === 0 || signal.aborted) return undefined;
    if (problem !== undefined) {
      terminal.status(`no nll: ${problem}`);
      return undefined;
    }
    const progress = terminal.progress(
      `importance sampling ${test.name} (${test.size} examples, ${samples} samples)`,
    );
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const { seed } = spec;
    const estimate = estimateNll(model, { data: test, samples, seed, compile, signal, onProgress });
    return estimate.finally(() => progress.end());
  }

  async function predicted(): Promise<PredictionSummary | undefined> {
    if (signal.aborted || predictionsProblem(model) !== undefined) return undefined;
    const progress = terminal.progress(`predictions of ${test.name} (${test.size} examples)`);
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const { seed } = spec;
    const predictions = predict(model, { data: test, samples, seed, compile, signal, onProgress });
    return summarizePredictions(await predictions.finally(() => progress.end()));
  }

  async function described(): Promise<LatentStatistics[]> {
    const problem = latentsProblem(model);
    if (problem !== undefined) {
      terminal.status(`no latents: ${problem}`);
      return [];
    }
    const progress = terminal.progress(`latents of ${test.name}`);
    const onBatch = (done: number, batches: number): void => progress.update(done, batches);
    return latentStatistics(model, { ...shared, data: test, onBatch }).finally(() => progress.end());
  }
}

function checkSamples(model: LatentVariableModel, given: number | undefined): void {
  const problem = nllProblem(model);
  if (!given || problem === undefined) return;
  throw unusedOption(`--importance-samples ${given}`, `there is no nll; ${problem.replace(/\.$/, '')}`);
}
