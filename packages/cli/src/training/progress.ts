import { lossApart, type MetricsRow, type Monitor, type TrainingCallback } from '@helmholtz/core';
import { SingleBar } from 'cli-progress';

import type { Terminal } from '../terminal.js';
import { metricList } from './metric-list.js';

interface Payload {
  readonly epoch: string;
  readonly stepsPerSecond: string;
  readonly left: string;
  /** Such as `nelbo 182.4`. */
  readonly metrics: readonly string[];
}

/**
 * Returns the line of a progress bar, shortened to the width of the terminal. All metrics stay.
 *
 * @param done finished share of the epoch, 0 to 1.
 */
export function progressLine(columns: number, done: number, count: string, payload: Payload): string {
  const { epoch, stepsPerSecond, left, metrics } = payload;
  const bar = (size: number): string => {
    const full = Math.round(done * size);
    return '\u2588'.repeat(full) + '\u2591'.repeat(size - full);
  };
  const metricsText = metrics.join(', ');
  const forms = [
    `epoch ${epoch} ${bar(16)} ${count} \u00b7 ${stepsPerSecond} steps/s \u00b7 ${left} left \u00b7 ${metrics.join(' \u00b7 ')}`,
    `epoch ${epoch} ${bar(6)} ${stepsPerSecond} steps/s, ${left} left, ${metricsText}`,
    `${epoch} ${bar(4)} ${stepsPerSecond}/s, ${left}, ${metricsText}`,
    `${epoch} ${stepsPerSecond}/s, ${left}, ${metricsText}`,
    `${left}, ${metricsText}`,
  ];
  return forms.find((form) => form.length <= columns) ?? metricsText;
}

/** Shows progress: a bar on a terminal, one line per epoch elsewhere, nothing with --quiet. */
export function showProgress(terminal: Terminal, epochs: number): TrainingCallback {
  if (terminal.quiet) return {};
  return process.stderr.isTTY ? liveBar(terminal, epochs) : linePerEpoch(terminal, epochs);
}

function liveBar(terminal: Terminal, epochs: number): TrainingCallback {
  const started = performance.now();
  /** Steps before this process: training may resume from a checkpoint. */
  let before = 0;
  let bar: SingleBar | undefined;
  const finish = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    onTrainBegin({ steps }) {
      before = steps;
    },
    onStep({ epoch, step, totalSteps, batch, batches, train }, { objective }) {
      const secondsAStep = (performance.now() - started) / 1000 / (step - before);
      const payload = {
        epoch: `${epoch}/${epochs}`,
        stepsPerSecond: (1 / secondsAStep).toFixed(1),
        left: duration((totalSteps - step) * secondsAStep),
        metrics: metricList(train, objective.monitor, 1),
      };
      bar ??= startBar(batches, payload);
      bar.update(batch, payload);
    },
    onEpochEnd(row, { objective }) {
      finish();
      terminal.status(summaryLine(row, epochs, objective.monitor));
    },
    onTrainEnd: finish,
  };
}

function startBar(batches: number, payload: Payload): SingleBar {
  const { stderr } = process;
  const bar = new SingleBar({
    format: (_options, { progress, value, total }, given: Payload) =>
      progressLine(stderr.columns, progress, `${value}/${total}`, given),
    stream: stderr,
    fps: 10,
    clearOnComplete: true,
  });
  bar.start(batches, 0, payload);
  return bar;
}

function linePerEpoch(terminal: Terminal, epochs: number): TrainingCallback {
  return {
    onEpochEnd: (row, { objective }) => terminal.status(summaryLine(row, epochs, objective.monitor)),
  };
}

function summaryLine(row: MetricsRow, epochs: number, monitor: Monitor): string {
  const sets = (['train', 'validation', 'test'] as const).flatMap((name) => {
    const metrics = row[name];
    if (!metrics) return [];
    const shownMetrics = [...metricList(metrics, monitor), ...(name === 'train' ? minimised(row) : [])];
    return `${name}  ${shownMetrics.join('  ')}`;
  });
  return [`epoch ${row.epoch}/${epochs}  ${row.seconds.toFixed(1)} s`, ...sets].join('  |  ');
}

/** Returns `loss 98.21`, `beta 0.25` if the loss is not one of the metrics. */
function minimised(row: MetricsRow): string[] {
  const loss = lossApart(row);
  if (loss === undefined) return [];
  const weights = Object.entries(row.coefficients ?? {});
  return [`loss ${loss.toFixed(2)}`, ...weights.map(([name, value]) => `${name} ${+value.toPrecision(3)}`)];
}

function duration(seconds: number): string {
  const wholeSeconds = Math.ceil(seconds);
  return wholeSeconds < 60
    ? `${wholeSeconds} s`
    : `${Math.floor(wholeSeconds / 60)} min ${wholeSeconds % 60} s`;
}
