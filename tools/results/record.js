// Record of a row in docs/: its log, later measurements, and pictures. The page is written from
// these records alone, without the runs.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { RunDirectory } from '@helmholtz/core/run';
import { encodeCsv } from '@helmholtz/datasets';

import { keptPictures } from './pictures.js';
import { root } from './run-row.js';
import { formatted } from './words.js';

/**
 * @import { LatentStatistics, MetricsRow } from '@helmholtz/core'
 * @import { Row } from './rows.js'
 */

/**
 * What is kept of a row. Some of it was measured after training.
 *
 * @typedef {object} Measured
 * @property {{ nelbo: number }} test
 * @property {number} [nll]
 * @property {number} [standardError] of the nll
 * @property {number[]} [activeUnits] of each latent
 * @property {number} [discreteNelbo] bound of the discrete model of relaxed latents
 * @property {number} [examples] test images that nll and discreteNelbo were measured on
 * @property {number} [accuracy]
 * @property {string} [agreement] what the comparison with a classifier printed
 */

/**
 * Line of a log.
 *
 * @typedef {object} Epoch
 * @property {number} epoch
 * @property {number} seconds
 * @property {MetricsRow['train']} train
 * @property {MetricsRow['train']} test
 */

/** @typedef {Measured & { row: Row; history: Epoch[] }} Result */

const sets = /** @type {const} */ (['train', 'test']);
export const records = join(root, 'docs', 'reference', 'results');

/**
 * Keeps what the run of a row left; nothing where it is not done.
 *
 * @param {Row} row
 * @param {string} runs folder of the runs
 */
export async function keepRow(row, runs) {
  const folder = join(runs, row.name);
  const trained = await jsonOf(join(folder, 'trained.json'));
  if (!trained) return;
  await mkdir(records, { recursive: true });
  const history = await (await RunDirectory.open(folder)).readMetrics();
  await writeFile(join(records, `${row.name}.csv`), encodeCsv(tableOf(history)));
  const evaluation = await jsonOf(join(folder, 'evaluation.json'));
  const { discreteModel } = evaluation ?? {};
  const sampled = discreteModel?.importanceSampling ?? evaluation?.importanceSampling;
  const measured = {
    test: { nelbo: trained.test.nelbo },
    nll: sampled?.nll,
    standardError: sampled?.standardError,
    ...(row.table === 'discrete'
      ? { discreteNelbo: (discreteModel?.metrics ?? evaluation?.test)?.nelbo, examples: sampled?.examples }
      : {}),
    activeUnits: evaluation?.latents?.map((/** @type {LatentStatistics} */ latent) => latent.activeUnits),
    accuracy: evaluation?.predictions?.accuracy,
    agreement: await textOf(join(folder, 'agreement.txt')),
  };
  const file = join(records, `${row.name}.json`);
  await writeFile(file, await formatted(file, JSON.stringify(measured)));
  for (const kind of keptPictures(row)) {
    await copyFile(join(folder, `${kind}.png`), join(records, `${row.name}-${kind}.png`));
  }
}

/**
 * What is kept of a row; undefined where there is nothing.
 *
 * @param {Row} row
 * @returns {Promise<Result | undefined>}
 */
export async function readRecord(row) {
  const measured = await jsonOf(join(records, `${row.name}.json`));
  if (!measured) return undefined;
  return { row, ...measured, history: historyOf((await textOf(join(records, `${row.name}.csv`))) ?? '') };
}

/**
 * An epoch a line; the sums over all latents, without those of each.
 *
 * @param {readonly MetricsRow[]} history
 */
function tableOf(history) {
  const columns = sets.flatMap((set) =>
    Object.keys(history[0]?.[set] ?? {})
      .filter((metric) => !metric.includes('/'))
      .map((metric) => ({ set, metric })),
  );
  const lines = history.map((epoch) => [
    String(epoch.epoch),
    epoch.seconds.toFixed(1),
    epoch.learningRate.toPrecision(3),
    ...columns.map(({ set, metric }) => epoch[set]?.[metric]?.toFixed(3) ?? ''),
  ]);
  return [
    ['epoch', 'seconds', 'learningRate', ...columns.map(({ set, metric }) => `${set} ${metric}`)],
    ...lines,
  ];
}

/**
 * @param {string} csv
 * @returns {Epoch[]}
 */
function historyOf(csv) {
  const [names = [], ...lines] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((cells) => {
    const cell = (/** @type {string} */ name) => Number(cells[names.indexOf(name)]);
    const metrics = (/** @type {string} */ set) =>
      Object.fromEntries(
        names
          .filter((name) => name.startsWith(`${set} `))
          .map((name) => [name.slice(set.length + 1), cell(name)]),
      );
    return {
      epoch: cell('epoch'),
      seconds: cell('seconds'),
      train: metrics('train'),
      test: metrics('test'),
    };
  });
}

/**
 * Undefined where there is no such file.
 *
 * @param {string} path
 */
function textOf(path) {
  return readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** @param {string} path */
async function jsonOf(path) {
  const text = await textOf(path);
  return text && JSON.parse(text);
}
