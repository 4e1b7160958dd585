import {
  codeNote,
  type LatentVariableModel,
  lossApart,
  type MetricsRow,
  partName,
  partOptions,
  type PartReference,
  writeSpec,
} from '@helmholtz/core';
import type { Environment } from '@helmholtz/core/run';
import type { ReportContent } from '@helmholtz/report';

import { fittedSummary } from '../fitted/fitted-tables.js';
import type { TrainedRun } from '../run/trained-run.js';
import type { TrainingRecord } from './training-record.js';

/** Texts and tables of a report, without figures and diagrams. */
export type ReportTexts = Omit<
  ReportContent,
  'diagrams' | 'latent' | 'manifold' | 'omitted' | FigureOfImages
>;
type FigureOfImages = 'reconstructions' | 'samples' | 'interpolation' | 'columns';

export interface ReportSources {
  readonly training: TrainingRecord;
  readonly environment: Environment;
  readonly backend: string;
  readonly command: string;
}

/** Puts the summary, the history and the tables of a report together. */
export function reportTexts({ spec, model, train: set }: TrainedRun, sources: ReportSources): ReportTexts {
  const { training, environment, backend, command } = sources;
  const { history, reason, steps, seconds, train, validation, test, bestEpoch } = training;
  const codes = codeNote(model);
  const { parts } = environment;
  return {
    title: `${partName(spec.recipe)} on ${spec.data.dataset}`,
    ...(reason === 'interrupted' ? { notice: `Interrupted after ${steps} steps.` } : {}),
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
        ...(codes === undefined ? {} : { Codes: codes }),
        ...(parts ? { 'Training examples': sizesOfParts(parts) } : {}),
        Parameters: parametersOf(model).toLocaleString('en'),
        Seed: String(spec.seed),
        ...(bestEpoch === undefined ? {} : { Weights: `of epoch ${bestEpoch}, the best` }),
      },
    },
    history: history.map(withLossApart),
    ...(set.fitted ? { fitted: fittedSummary(set.fitted) } : {}),
    spec: writeSpec(spec),
    command,
    environment: environmentFacts(environment),
  };
}

function sizesOfParts(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([name, size]) => `${size} ${name}`)
    .join(', ');
}

function parametersOf({ weights }: LatentVariableModel): number {
  return [...weights.values()].reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, length) => product * (length ?? 1), 1),
    0,
  );
}

/** Adds the loss of an epoch to its metrics, if it is not one of them. */
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

/** Returns facts of the environment. The command has its own section. */
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
}: Environment): Record<string, string> {
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
