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
