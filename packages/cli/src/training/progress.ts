import type { Metrics, MetricsRow, TrainingCallback } from '@helmholtz/core';
import { Presets, SingleBar } from 'cli-progress';

import type { Terminal } from '../terminal.js';

const WIDE = 125;

/** With the terms by their names where there is room, else within 80 columns. */
function barFormat(columns: number): { format: string; barsize: number } {
  return columns >= WIDE
    ? {
        format:
          'epoch {epoch} {bar} {value}/{total} · {stepsPerSecond} steps/s · {left} left · nelbo {nelbo} · expectedLogLikelihood {expectedLogLikelihood} · kl {kl}',
        barsize: 16,
      }
    : {
        format:
          'epoch {epoch} {bar} {stepsPerSecond} steps/s, {left} left, nelbo {nelbo}, E[log p] {expectedLogLikelihood}, kl {kl}',
        barsize: 4,
      };
}

/** Shows how training goes: a live bar on a terminal, a line an epoch elsewhere, nothing with --quiet. */
export function showProgress(terminal: Terminal, epochs: number): TrainingCallback {
  if (terminal.quiet) return {};
  return process.stderr.isTTY ? liveBar(terminal, epochs) : linePerEpoch(terminal, epochs);
}

function liveBar(terminal: Terminal, epochs: number): TrainingCallback {
  const started = performance.now();
  let bar: SingleBar | undefined;
  const finish = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    onStep({ epoch, step, totalSteps, batch, batches, train }) {
      const seconds = (performance.now() - started) / 1000;
      const payload = {
        epoch: `${epoch}/${epochs}`,
        stepsPerSecond: (step / seconds).toFixed(1),
        left: duration(((totalSteps - step) * seconds) / step),
        ...formatTerms(train, 1),
      };
      bar ??= startBar(batches, payload);
      bar.update(batch, payload);
    },
    onEpochEnd(row) {
      finish();
      terminal.status(summaryLine(row, epochs));
    },
    onTrainEnd: finish,
  };
}

function startBar(batches: number, payload: object): SingleBar {
  const bar = new SingleBar(
    { ...barFormat(process.stderr.columns), stream: process.stderr, fps: 10, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(batches, 0, payload);
  return bar;
}

function linePerEpoch(terminal: Terminal, epochs: number): TrainingCallback {
  return { onEpochEnd: (row) => terminal.status(summaryLine(row, epochs)) };
}

function summaryLine({ epoch, seconds, train, validation }: MetricsRow, epochs: number): string {
  const terms = (metrics: Metrics): string =>
    Object.entries(formatTerms(metrics))
      .map(([name, value]) => `${name} ${value}`)
      .join('  ');
  const test = validation ? `  |  test  ${terms(validation)}` : '';
  return `epoch ${epoch}/${epochs}  ${seconds.toFixed(1)} s  |  train  ${terms(train)}${test}`;
}

function formatTerms(metrics: Metrics, digits = 2): Record<string, string> {
  const names = ['nelbo', 'expectedLogLikelihood', 'kl'];
  return Object.fromEntries(names.map((name) => [name, metrics[name]?.toFixed(digits) ?? '-']));
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
