import { boundMetrics, isInNats } from '@helmholtz/core/description';

import type { EpochRow } from './content.js';

const names: Readonly<Record<string, string>> = boundMetrics;

/** Metrics of every bound, in display order. */
export const knownMetrics: readonly string[] = Object.keys(names);

/** A metric of one variable: `kl/z1`, `expectedLogLikelihood/x`. */
const ofVariable = /^(kl|expectedLogLikelihood)\/(.+)$/;
const ofPhase = /^loss\/(.+)$/;

/** Returns the display name of a metric, such as `KL divergence of z1` for `kl/z1`. */
export function metricName(metric: string): string {
  const [, total = '', variable] = ofVariable.exec(metric) ?? [];
  const phase = ofPhase.exec(metric)?.[1];
  if (phase !== undefined) return `Loss of the phase ${phase}`;
  return names[metric] ?? (variable === undefined ? metric : `${names[total]!} of ${variable}`);
}

/**
 * Returns the metrics of each latent if there are several. A single latent has the whole KL
 * divergence.
 */
export function latentMetrics(history: readonly EpochRow[]): string[] {
  return metricsOfVariables(history, 'kl/');
}

/** Returns the metrics of the observed variables, if there are several variables. */
export function observedMetrics(history: readonly EpochRow[]): string[] {
  return metricsOfVariables(history, 'expectedLogLikelihood/');
}

/** Returns metrics that belong to no bound: metrics of the objective, and losses of phases. */
export function ownMetrics(history: readonly EpochRow[]): string[] {
  return recorded(history).filter((metric) => !isInNats(metric));
}

function metricsOfVariables(history: readonly EpochRow[], prefix: string): string[] {
  const ofVariables = recorded(history)
    .filter((metric) => metric.startsWith(prefix))
    .sort(inReadingOrder);
  return ofVariables.length > 1 ? ofVariables : [];
}

function recorded(history: readonly EpochRow[]): string[] {
  const metrics = history.flatMap(({ train, validation, test }) =>
    Object.keys({ ...train, ...validation, ...test }),
  );
  return [...new Set(metrics)];
}

/** Returns the held-out data sets that were evaluated by epoch. */
export function heldOutSets(history: readonly EpochRow[]): ('validation' | 'test')[] {
  return (['validation', 'test'] as const).filter((set) => history.some((row) => row[set]));
}

/** Compares names so that `z2` is before `z10`. */
export function inReadingOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
