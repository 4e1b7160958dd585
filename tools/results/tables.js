import { itemAt } from '@helmholtz/base';

import { pictureLinks, sideBySide } from './pictures.js';
import { markdownTable, minutes, nats } from './words.js';

/**
 * @import { Result } from './record.js'
 * @import { Row } from './rows.js'
 */

/** Log of the Gaussian density of unit scale at its mean, for one element. */
const GAUSSIAN_CONSTANT = 0.5 * Math.log(2 * Math.PI);

/** The epochs of the public log, in nats. */
const PUBLIC_LOG = {
  train: [164.38, 121.64, 114.66, 111.68, 109.93, 108.8, 107.96, 107.32, 106.8, 106.37],
  test: [127.3, 115.79, 112.22, 109.64, 108.54, 107.7, 107.07, 106.66, 106.04, 105.56],
};

/**
 * What the page says of the rows of each kind, from what their runs left.
 *
 * @type {Readonly<Record<string, (results: readonly Result[]) => (string | false)[]>>}
 */
export const tables = {
  'importance-weighted': (results) => {
    const historyOf = (/** @type {Row} */ { after }) =>
      results.find(({ row }) => row.name === after)?.history ?? [];
    const [begun, shown] = [results.filter(({ nll }) => !nll), results.filter(({ nll }) => nll)];
    return [
      markdownTable(
        ['stochastic layers', 'k', 'nll', 'standard error', 'paper', 'active units', 'epochs', 'time', ''],
        shown.map(({ row, nll, standardError, activeUnits = [], history }) => {
          const parts = [historyOf(row), history].filter(({ length }) => length > 0);
          return [
            row.model ?? row.name,
            String(row.samples),
            `**${nats(nll)}**`,
            nats(standardError),
            nats(row.paper),
            activeUnits.join(' + '),
            parts.map(({ length }) => length).join(' + '),
            minutes(parts.reduce((sum, part) => sum + itemAt(part, -1).seconds, 0)),
            [logOf(row), ...pictureLinks(row)].join(', '),
          ];
        }),
      ),
      begun.length > 0 &&
        `The logs of the first epochs of k = 50, with fewer samples: ${begun
          .map(({ row }) => `[${row.model}](results/${row.name}.csv)`)
          .join(', ')}.`,
      sideBySide(
        shown.map(({ row }) => ({ row, kind: 'sample', title: `${row.model}, k = ${row.samples}` })),
      ),
    ];
  },

  convolutional: (results) => {
    const { row, history } = itemAt(results, 0);
    const terms = (/** @type {Result['history'][number]['train']} */ metrics) => {
      const { nelbo = NaN, kl = NaN, expectedLogLikelihood = NaN } = metrics;
      const constant = 32 * 32 * GAUSSIAN_CONSTANT;
      return [-expectedLogLikelihood - constant, kl, nelbo - constant].map(nats);
    };
    const shown = [1, 10, 25, 50, 75, history.length].filter((epoch) => epoch <= history.length);
    return [
      markdownTable(
        ['epoch', 'train: reconstruction', 'latent', 'total', 'test: reconstruction', 'latent', 'total'],
        shown.map((epoch) => {
          const { train, test } = itemAt(history, epoch - 1);
          return [String(epoch), ...terms(train), ...terms(test)];
        }),
      ),
      timeAndLog(row, history),
      samplesAndTraversal(row),
    ];
  },

  'public-log': (results) => {
    const { row, history } = itemAt(results, 0);
    return [
      markdownTable(
        ['epoch', 'train', 'log', 'test', 'log'],
        history.map(({ epoch, train, test }, index) => [
          String(epoch),
          ...[nats(train['nelbo']), nats(PUBLIC_LOG.train[index])],
          ...[nats(test['nelbo']), nats(PUBLIC_LOG.test[index])],
        ]),
      ),
      timeAndLog(row, history),
      samplesAndTraversal(row),
    ];
  },

  conditional: (results) => {
    const { row, history, agreement = '', test } = itemAt(results, 0);
    return [
      `    ${agreement.trim().split('\n').join('\n    ')}`,
      `Test nelbo ${nats(test.nelbo)} after ${history.length} epochs. ${timeAndLog(row, history)}`,
      samplesAndTraversal(row),
    ];
  },

  discrete: (results) => [
    markdownTable(
      [
        ...['model', 'test nelbo in training', 'nelbo of the discrete model', 'its nll, 500 samples'],
        ...['standard error', 'images', 'epochs', 'time', ''],
      ],
      results.map(({ row, history, test, nll, standardError, discreteNelbo, examples }) => [
        row.model ?? row.name,
        nats(test.nelbo),
        nats(discreteNelbo),
        `**${nats(nll)}**`,
        nats(standardError),
        String(examples ?? '-'),
        String(history.length),
        minutes(itemAt(history, -1).seconds),
        [logOf(row), ...pictureLinks(row)].join(', '),
      ]),
    ),
  ],

  family: (results) => [
    markdownTable(
      ['recipe or model', 'test nelbo', 'nll, 100 samples', 'active units', 'accuracy', 'epochs', 'time', ''],
      results.map(({ row, history, test, nll, activeUnits = [], accuracy }) => [
        `\`${row.name}\``,
        nats(test.nelbo),
        nats(nll),
        activeUnits.join(' + ') || '-',
        accuracy === undefined ? '-' : `${(100 * accuracy).toFixed(1)} %`,
        String(history.length),
        minutes(itemAt(history, -1).seconds),
        [logOf(row), ...pictureLinks(row)].join(', '),
      ]),
    ),
  ],
};

/**
 * @param {Row} row
 * @param {Result['history']} history
 */
const timeAndLog = (row, history) => `Training took ${minutes(itemAt(history, -1).seconds)}; ${logOf(row)}.`;

/** @param {Row} row */
const samplesAndTraversal = (row) =>
  sideBySide([
    { row, kind: 'sample', title: 'draws from the prior' },
    { row, kind: 'traverse', title: 'one latent dimension a row' },
  ]);

/** @param {Row} row */
const logOf = ({ name }) => `[log](results/${name}.csv)`;
