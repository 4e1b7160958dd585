import { z } from 'zod';

import { HelmholtzError, parseJson } from '@helmholtz/base';
import type { MetricsRow } from './metrics-row.js';

export const metricsSchema = z.record(z.string(), z.number());

export const metricsRowSchema = z.looseObject({
  epoch: z.int().min(1),
  step: z.int().min(0),
  seconds: z.number().min(0),
  learningRate: z.number(),
  coefficients: metricsSchema.exactOptional(),
  loss: z.number().exactOptional(),
  train: metricsSchema,
  skipped: z.int().exactOptional(),
  validation: metricsSchema.exactOptional(),
  test: metricsSchema.exactOptional(),
}) satisfies z.ZodType<MetricsRow>;

/**
 * Parses the lines of a metrics.jsonl. An incomplete last line is left out: the run was interrupted
 * while writing it.
 *
 * @throws HelmholtzError (`data`) at the first line that is not a row of metrics.
 */
export function parseMetrics(text: string, source: string): MetricsRow[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => parseRow(line, `${source}, line ${index + 1}`));
}

function parseRow(line: string, source: string): MetricsRow {
  const refused = (what: string, cause: unknown): HelmholtzError =>
    new HelmholtzError('data', `${source} ${what}.`, {
      hint: 'Each line holds one epoch: remove the line, or train again.',
      cause,
    });
  let value: unknown;
  try {
    value = parseJson(line);
  } catch (cause) {
    throw refused('is not JSON', cause);
  }
  const { data, error } = metricsRowSchema.safeParse(value);
  if (error) throw refused('does not hold the metrics of an epoch', error);
  return data;
}

/**
 * Returns the rows of a checkpoint with the times of metrics.jsonl: a checkpoint has no times. An
 * epoch whose line was not written has the time of the line before.
 */
export function withTimes(history: readonly MetricsRow[], lines: readonly MetricsRow[]): MetricsRow[] {
  const times = new Map(lines.map(({ epoch, seconds }) => [epoch, seconds]));
  let latest = 0;
  return history.map((row) => ({
    ...row,
    seconds: (latest = Math.max(latest, times.get(row.epoch) ?? 0)),
  }));
}
