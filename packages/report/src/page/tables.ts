import { isInNats } from '@helmholtz/core/description';

import type { EpochRow, FittedSummary, Metrics, RunSummary } from '../content.js';
import { html } from './html.js';
import type { Html } from './html.js';
import { rowsOfTable } from './rows-of-table.js';
import {
  heldOutSets,
  inReadingOrder,
  knownMetrics,
  latentMetrics,
  metricName,
  observedMetrics,
  ownMetrics,
} from '../metrics.js';
import { formatNumber, formatShort } from './numbers.js';

/**
 * Maximum number of rows. A longer history shows evenly spread epochs, including the first and
 * last.
 */
const mostRows = 12;

/** Table of the metrics at the end of the run, for training, validation and test data. */
export function metricsTable({ train, validation, test }: RunSummary): Html {
  const metrics = Object.keys({ ...train, ...validation, ...test }).sort(byImportance);
  return html`<div class="scroll">
    <table class="numbers">
      <caption>
        At the end of the run, in nats${exceptions(metrics)}: summed over the event, averaged over the data.
        Train is the running average over an epoch, as the weights changed${measured(validation, test)}.
      </caption>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col">Train</th>
          ${validation && html`<th scope="col">Validation</th>`} ${test && html`<th scope="col">Test</th>`}
        </tr>
      </thead>
      <tbody>
        ${metrics.map(
          (metric) =>
            html`<tr>
              <th scope="row">${metricName(metric)}</th>
              <td>${formatNumber(train[metric])}</td>
              ${validation && html`<td>${formatNumber(validation[metric])}</td>`}
              ${test && html`<td>${formatNumber(test[metric])}</td>`}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Table of the statistics of the training data. */
export function fittedTable({ header, rows, more }: FittedSummary): Html {
  return html`<div class="scroll">
    <table class="numbers">
      <caption>
        Fitted to the training data, and applied to all other data. ${more ?? ''}
      </caption>
      ${rowsOfTable(header, rows)}
    </table>
  </div>`;
}

/** Names the metrics that are not known to be in nats. */
function exceptions(metrics: readonly string[]): string {
  const others = metrics.filter((metric) => !isInNats(metric));
  return others.length === 0 ? '' : ` but for ${others.map(metricName).join(', ')}`;
}

/** Names the sets that are evaluated with the final weights. */
function measured(validation: Metrics | undefined, test: Metrics | undefined): string {
  const sets = [validation && 'validation', test && 'test'].filter((name) => name !== undefined);
  if (sets.length === 0) return '';
  return `; ${sets.join(' and ')} ${sets.length > 1 ? 'are' : 'is'} measured at the weights that the run ended with`;
}

function byImportance(a: string, b: string): number {
  const rank = (metric: string) =>
    knownMetrics.includes(metric) ? knownMetrics.indexOf(metric) : knownMetrics.length;
  return rank(a) - rank(b) || inReadingOrder(a, b);
}

/** Table of the metrics by epoch, with those of each variable if there are several. */
export function historyTable(history: readonly EpochRow[]): Html {
  const rows = spread(history);
  const columns = ['train', ...heldOutSets(history)] as const;
  const recorded = new Set(rows.flatMap((row) => columns.flatMap((set) => Object.keys(row[set] ?? {}))));
  const ofBound = [
    ...knownMetrics.filter((metric) => recorded.has(metric)),
    ...latentMetrics(history),
    ...observedMetrics(history),
  ];
  const metrics = ofBound.length > 0 ? ofBound : ownMetrics(history);
  const withLoss = rows.find(({ loss }) => loss !== undefined);
  const coefficients = [...new Set(rows.flatMap(({ coefficients = {} }) => Object.keys(coefficients)))];
  const cells = (row: EpochRow) =>
    metrics.map((metric) => columns.map((set) => html`<td>${formatNumber(row[set]?.[metric])}</td>`));
  return html`<div class="scroll">
    <table class="numbers history">
      <caption>
        By epoch${rows.length < history.length ? `: ${rows.length} of ${history.length}, evenly spread` : ''}.
        ${ofBound.length > 0 ? 'Metrics in nats' : 'Means over the data'}${withLoss ? '; the loss is what was minimised' : ''}.
      </caption>
      <thead>
        <tr>
          <th scope="col" rowspan="2">Epoch</th>
          ${metrics.map((metric) => html`<th scope="colgroup" colspan="${columns.length}">${metricName(metric)}</th>`)}
          ${withLoss && html`<th scope="col" rowspan="2">Loss, train</th>`}
          ${coefficients.map((name) => html`<th scope="col" rowspan="2">${name}</th>`)}
          <th scope="col" rowspan="2">Learning rate</th>
          <th scope="col" rowspan="2">Seconds</th>
        </tr>
        <tr>
          ${metrics.map(() => columns.map((name) => html`<th scope="col">${name}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.epoch}</th>
              ${cells(row)} ${withLoss && html`<td>${formatNumber(row.loss)}</td>`}
              ${coefficients.map((name) => html`<td>${formatShort(row.coefficients?.[name], 3)}</td>`)}
              <td>${formatShort(row.learningRate, 2)}</td>
              <td>${formatNumber(row.seconds, 1)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function spread(history: readonly EpochRow[]): readonly EpochRow[] {
  if (history.length <= mostRows) return history;
  const lastIndex = history.length - 1;
  const chosen = Array.from({ length: mostRows }, (_, row) => Math.round((row * lastIndex) / (mostRows - 1)));
  return history.filter((_, index) => chosen.includes(index));
}

/** Table of names and values. */
export function factsTable(facts: Readonly<Record<string, string>>): Html {
  return html`<table class="facts">
    <tbody>
      ${Object.entries(facts).map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
