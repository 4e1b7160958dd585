import {
  type Assembly,
  lossApart,
  type MetricsRow,
  partName,
  partOptions,
  type PartReference,
  writeSpec,
} from '@helmholtz/core';
import type { Environment } from '@helmholtz/core/run';
import type { Dataset } from '@helmholtz/datasets';
import { rasterize } from '@helmholtz/diagrams';
import { type ReportContent, drawFigures, figureFiles, reportHtml } from '@helmholtz/report';

import type { TrainedRun } from '../training/train-run.js';
import { diagramsOfModel } from '@helmholtz/analysis';
import { figuresOfRun } from '@helmholtz/analysis';

export interface ReportInput {
  readonly assembly: Pick<Assembly, 'spec' | 'model'>;
  readonly trained: TrainedRun;
  readonly test: Dataset;
  readonly backend: string;
  readonly command: string;
}

/** Draws every figure of a run, writes them to its folder and the report that shows them; returns the report's path. */
export async function writeReport(input: ReportInput): Promise<string> {
  const {
    assembly: { model, spec },
    trained: { run },
    test,
  } = input;
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
  const {
    assembly: { spec, model },
    trained,
    backend,
    command,
  } = input;
  const { history, seconds, train, validation, test, environment } = trained;
  const parameters = [...model.weights.values()].reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, length) => product * (length ?? 1), 1),
    0,
  );
  return {
    title: `${partName(spec.recipe)} on ${spec.data.dataset}`,
    ...(trained.reason === 'interrupted' ? { notice: `Interrupted after ${trained.steps} steps.` } : {}),
    summary: {
      recipe: partName(spec.recipe),
      dataset: spec.data.dataset,
      backend,
      epochs: history.length,
      seconds,
      train,
      ...(validation ? { validation } : {}),
      test,
      facts: {
        Likelihood: partWithOptions(spec.likelihood),
        Latents: model.latents.map(({ name, shape }) => `${name} (${shape.join(' × ')})`).join(', '),
        Parameters: parameters.toLocaleString('en'),
        Seed: String(spec.seed),
        ...(trained.bestEpoch === undefined ? {} : { Weights: `of epoch ${trained.bestEpoch}, the best` }),
      },
    },
    history: history.map(withLossApart),
    ...figures,
    diagrams,
    spec: writeSpec(spec),
    command,
    environment: environmentFacts(environment),
  };
}

/** The loss of an epoch stands beside its metrics where it is none of them. */
function withLossApart(row: MetricsRow): ReportContent['history'][number] {
  const { loss: _, ...others } = row;
  const loss = lossApart(row);
  return loss === undefined ? others : { ...others, loss };
}

/** A part with its options, as in `normal (scale: learned)`. */
function partWithOptions(part: PartReference): string {
  const listed = Object.entries(partOptions(part)).map(([key, value]) => `${key}: ${String(value)}`);
  return partName(part) + (listed.length === 0 ? '' : ` (${listed.join(', ')})`);
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
