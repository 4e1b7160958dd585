import { elbo, type TrainingCallback, type TrainingState } from '@helmholtz/core';
import test from 'ava';

import { rememberingTerminal } from '../testing/tiny-run.js';
import { progressLine, showProgress } from './progress.js';

const { serial } = test;

const state = { objective: elbo() } as unknown as TrainingState;
const metrics = { nelbo: 123.456, expectedLogLikelihood: -120.5, kl: 2.956, 'kl/z': 2.956 };
const step = { epoch: 2, step: 30, totalSteps: 100, batch: 10, batches: 20, train: metrics };
const row = { epoch: 2, step: 40, seconds: 7.25, learningRate: 1e-3, train: metrics };

/** Returns the output of a progress bar on a terminal of this width, and the other lines. */
async function onTerminal(
  columns: number,
  work: (bar: TrainingCallback) => unknown,
): Promise<{ text: string; lines: string[] }> {
  const { stderr } = process;
  const kept = { write: stderr.write.bind(stderr), isTTY: stderr.isTTY, columns: stderr.columns };
  const terminal = rememberingTerminal();
  let text = '';
  stderr.write = (part: string) => (text += part) !== '';
  Object.assign(stderr, { isTTY: true, columns });
  try {
    await work(showProgress(terminal, 5));
  } finally {
    Object.assign(stderr, kept);
  }
  return { text, lines: terminal.lines };
}

serial('a live bar shows the epoch, the speed, the time left and the metrics', async (t) => {
  const { text, lines } = await onTerminal(150, (bar) => {
    void bar.onStep!(step, state);
    void bar.onEpochEnd!({ ...row, test: { ...metrics, nelbo: 130 } }, state);
  });
  for (const part of ['epoch 2/5', '10/20', 'nelbo 123.5', 'expectedLogLikelihood -120.5', 'kl 3.0']) {
    t.true(text.includes(part), part);
  }
  t.regex(text, /[\d.]+ steps\/s · \d+ (s|min \d+ s) left/);
  t.is(lines.length, 1);
  t.is(
    lines[0],
    'epoch 2/5  7.3 s  |  train  nelbo 123.46  expectedLogLikelihood -120.50  kl 2.96  |  ' +
      'test  nelbo 130.00  expectedLogLikelihood -120.50  kl 2.96',
  );
});

serial(
  'beside the metrics of training stands the loss where it is none of them, with its weights',
  async (t) => {
    const { lines } = await onTerminal(150, (bar) => {
      void bar.onEpochEnd!({ ...row, loss: 123.4560001, coefficients: { beta: 1 } }, state);
      void bar.onEpochEnd!({ ...row, loss: 121.978, coefficients: { beta: 0.51234 } }, state);
      void bar.onEpochEnd!({ ...row, loss: 121.978, test: metrics }, state);
    });
    t.is(lines[0], 'epoch 2/5  7.3 s  |  train  nelbo 123.46  expectedLogLikelihood -120.50  kl 2.96');
    t.is(lines[1], `${lines[0]}  loss 121.98  beta 0.512`);
    t.true(lines[2]!.startsWith(`${lines[0]}  loss 121.98  |  test  nelbo`));
  },
);

serial('the live bar fits into 80 columns', async (t) => {
  const { text } = await onTerminal(80, async (bar) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    void bar.onStep!({ ...step, step: 3, totalSteps: 1000 }, state);
    void bar.onTrainEnd!('completed', state);
  });
  const pieces = text.split('\u001b').map((piece) => piece.replace(/^(\[[\d;?]*[A-Za-z]|[78])/, ''));
  const longest = Math.max(...pieces.map(({ length }) => length));
  t.true(longest > 40 && longest <= 80, `${longest}`);
});

test('at any width, the line fits and shows whole metrics by their usual names', (t) => {
  const ordinary = { epoch: '12/15', stepsPerSecond: '128.1', left: '40 s' };
  const slow = { epoch: '100/1000', stepsPerSecond: '0.1', left: '1234 min 56 s' };
  const whole = ['nelbo 182.4', 'expectedLogLikelihood -177.7', 'kl 4.7'];
  const large = ['nelbo 98182.4', 'expectedLogLikelihood -98177.7', 'kl 104.7'];
  for (const payload of [ordinary, slow]) {
    for (const metrics of [whole, large]) {
      for (let columns = 60; columns <= 200; columns++) {
        const line = progressLine(columns, 0.5, '45/90', { ...payload, metrics });
        t.true(line.length <= columns, `${columns}: ${line}`);
        for (const metric of metrics) t.true(line.includes(metric), line);
      }
    }
  }
  const at80 = progressLine(80, 0.5, '45/90', { ...ordinary, metrics: whole });
  for (const part of ['12/15', '██░░', '128.1/s', '40 s']) t.true(at80.includes(part), at80);
  t.regex(
    progressLine(130, 0.25, '5/20', { ...ordinary, metrics: whole }),
    /^epoch 12\/15 ████░{12} 5\/20 · 128\.1 steps\/s · 40 s left · nelbo 182\.4 · expected/,
  );
});

serial('after the end of training, nothing more is drawn', async (t) => {
  for (const end of ['completed', 'interrupted', 'failed'] as const) {
    let drawn = 0;
    await onTerminal(100, async (bar) => {
      void bar.onStep!(step, state);
      void bar.onTrainEnd!(end, state);
      process.stderr.write = () => ++drawn > 0;
      await new Promise((resolve) => setTimeout(resolve, 250));
    });
    t.is(drawn, 0, end);
  }
});

serial('after a slow first step, the time left is readable', async (t) => {
  const { text } = await onTerminal(150, async (bar) => {
    await new Promise((resolve) => setTimeout(resolve, 120));
    void bar.onStep!({ ...step, step: 1, totalSteps: 3001 }, state);
    void bar.onTrainEnd!('completed', state);
  });
  t.regex(text, /\d+ min \d+ s left/);
});

serial('the line shows the metrics of the objective, the monitored one first', async (t) => {
  const objective = { ...elbo(), monitor: { metric: 'score', mode: 'max' } as const };
  const metrics = { other: 1, 'other/z': 2, score: 3 };
  const { text, lines } = await onTerminal(150, (bar) => {
    void bar.onStep!({ ...step, train: metrics }, { ...state, objective });
    void bar.onEpochEnd!({ ...row, train: metrics }, { ...state, objective });
  });
  t.true(text.includes('score 3.0 · other 1.0'), text);
  t.is(lines[0], 'epoch 2/5  7.3 s  |  train  score 3.00  other 1.00');
});
