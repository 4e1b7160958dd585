import { type LatentVariableModel, type Metrics, type Spec, writeSpec } from '@helmholtz/core';
import type { Environment, MetricsRow, RunDirectory } from '@helmholtz/core/run';
import type { Dataset } from '@helmholtz/datasets';
import { rasterize } from '@helmholtz/diagrams';
import { type ReportContent, drawFigures, figureFiles, reportHtml } from '@helmholtz/report';

import { diagramsOfModel } from './diagrams-of-model.js';
import { figuresOfRun } from './figures-of-run.js';

export interface ReportInput {
  readonly run: RunDirectory;
  readonly spec: Spec;
  readonly model: LatentVariableModel;
  readonly test: Dataset;
  readonly history: readonly MetricsRow[];
  readonly trainMetrics: Metrics;
  readonly testMetrics: Metrics;
  readonly backend: string;
  readonly seconds: number;
  readonly command: string;
  readonly environment: Environment;
  readonly notice?: string | undefined;
}

/** Draws every figure of a run, writes them to its folder and the report that shows them; returns the report's path. */
export async function writeReport(input: ReportInput): Promise<string> {
  const { run, model, spec, test } = input;
  const diagrams = await diagramsOfModel(model.description);
  const content = reportContent(input, diagrams, await figuresOfRun(model, test, spec.seed));
  const figures = drawFigures(content);
  for (const [name, contents] of await figureFiles(figures, diagrams, rasterize)) {
    await run.write(`figures/${name}`, contents);
  }
  await run.write('report.html', reportHtml(content, figures));
  return `${run.path}/report.html`;
}

function reportContent(
  input: ReportInput,
  diagrams: ReportContent['diagrams'],
  figures: Awaited<ReturnType<typeof figuresOfRun>>,
): ReportContent {
  const { spec, history, trainMetrics, testMetrics, backend, seconds, command, environment, notice, model } =
    input;
  const parameters = [...model.weights.values()].reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, length) => product * (length ?? 1), 1),
    0,
  );
  return {
    title: `${spec.recipe} on ${spec.data.dataset}`,
    ...(notice === undefined ? {} : { notice }),
    summary: {
      recipe: spec.recipe,
      dataset: spec.data.dataset,
      backend,
      epochs: history.length,
      seconds,
      train: trainMetrics,
      test: testMetrics,
      facts: {
        Likelihood: partName(spec.likelihood),
        Latents: model.latents.map(({ name, shape }) => `${name} (${shape.join(' × ')})`).join(', '),
        Parameters: parameters.toLocaleString('en'),
        Seed: String(spec.seed),
      },
    },
    history,
    ...figures,
    diagrams,
    spec: writeSpec(spec),
    command,
    environment: environmentFacts(environment),
  };
}

/** A part with its options, as in `gaussian (scale: learned)`. */
function partName(part: Spec['likelihood']): string {
  if (typeof part === 'string') return part;
  const { name, ...options } = part;
  const listed = Object.entries(options).map(([key, value]) => `${key}: ${String(value)}`);
  return listed.length === 0 ? name : `${name} (${listed.join(', ')})`;
}

/** The command stands in a section of its own. */
function environmentFacts({
  helmholtz,
  tensorflowjs,
  node,
  backend,
  platform,
  processor,
  cores,
  memory,
  date,
}: Environment) {
  return {
    Helmholtz: helmholtz,
    'TensorFlow.js': tensorflowjs,
    Node: node,
    Backend: backend,
    Platform: platform,
    Processor: `${processor}, ${cores} cores`,
    Memory: `${memory} GiB`,
    Date: date,
  };
}
