import { join } from 'node:path';

import { isInNats, type Metrics, type Monitor, type TrainedAssembly } from '@helmholtz/core';

import { metricList } from './metric-list.js';

const endings: Readonly<Record<TrainedAssembly['reason'], string>> = {
  completed: 'done',
  stoppedEarly: 'stopped early',
  interrupted: 'interrupted',
};

/** Returns the result of training in a few lines. */
export function summary(
  path: string,
  trained: TrainedAssembly,
  monitor: Monitor,
  report: string | undefined,
): string {
  const { reason, history, bestEpoch, seconds } = trained;
  const epochs = history.length === 1 ? '1 epoch' : `${history.length} epochs`;
  const weights = bestEpoch === undefined ? '' : `, with the weights of epoch ${bestEpoch}, the best`;
  return [
    `${endings[reason]} after ${epochs}, ${seconds.toFixed(1)} s${weights}`,
    metricsLine('test', trained.test, monitor),
    `run    ${path}`,
    ...(report === undefined ? [] : [`report ${report}`]),
    ...(reason === 'interrupted' ? [`resume npx helmholtz train --resume ${quoted(path)}`] : []),
  ].join('\n');
}

/** Returns `test nelbo 105.60 nats (expectedLogLikelihood -80.30, kl 25.30)`. */
function metricsLine(set: string, metrics: Metrics, monitor: Monitor): string {
  const [first, ...others] = metricList(metrics, monitor);
  const unit = isInNats(monitor.metric) ? ' nats' : '';
  return `${set} ${first}${unit}${others.length > 0 ? ` (${others.join(', ')})` : ''}`;
}

/** Nats of an element from which on a likelihood does not suit the data. */
const MANY_NATS = 1e4;

/**
 * Returns a warning about a training that did not learn: its bound is far from any that suits the
 * data, or further off than after the first epoch. Undefined for any other.
 *
 * @param elements number of observed elements of an example.
 */
export function warningOf(
  { history, test }: Pick<TrainedAssembly, 'history' | 'test'>,
  { metric, mode }: Monitor,
  elements: number,
): string | undefined {
  const [first, last] = [history[0]?.train[metric], test[metric] ?? history.at(-1)?.train[metric]];
  if (!isInNats(metric) || mode !== 'min' || first === undefined || last === undefined) return undefined;
  const isHuge = last > MANY_NATS * elements;
  const exploded = history.length > 1 && last - first > 10 * Math.abs(first) + elements;
  if (!isHuge && !exploded) return undefined;
  const problem = isHuge
    ? `The ${metric} is ${last.toPrecision(3)} nats, ${(last / elements).toPrecision(2)} for each observed number`
    : `The ${metric} rose from ${first.toPrecision(3)} to ${last.toPrecision(3)} nats`;
  return (
    `${problem}: the model did not learn. Look at the scale of the data (helmholtz inspect --data), ` +
    'standardize them (data.standardize), or lower the learning rate.'
  );
}

/** Returns the result of training for --json. */
export function jsonResult(path: string, trained: TrainedAssembly, backend: string): object {
  const { train, validation, test, history, bestEpoch, seconds, steps, reason } = trained;
  return {
    runDir: path,
    train,
    ...(validation ? { validation } : {}),
    test,
    epochs: history.length,
    ...(bestEpoch === undefined ? {} : { bestEpoch }),
    seconds,
    stepsPerSecond: steps / seconds,
    backend,
    reason,
  };
}

/** Returns the command that repeats a run from the spec in its folder. */
export function reproduce(
  path: string,
  { plugin, backend }: { readonly plugin: readonly string[]; readonly backend: string },
): string {
  const plugins = plugin.flatMap((file) => ['--plugin', file]);
  const words = [join(path, 'spec.yaml'), ...plugins, '--backend', backend, '--out', `${path}-again`];
  return ['npx helmholtz train', ...words.map(quoted)].join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : JSON.stringify(word);
}
