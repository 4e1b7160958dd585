import type { EpochRow, RunSummary, Terms } from '../content.js';
import { html } from './html.js';
import type { Html } from './html.js';
import { formatNumber, formatShort } from './numbers.js';

const termNames: Readonly<Record<string, string>> = {
  nelbo: 'NELBO',
  expectedLogLikelihood: 'Expected log-likelihood',
  kl: 'KL divergence',
};

/** A longer history is shown in about so many rows, evenly spread, the first and last among them. */
const mostRows = 12;

/** Every named term at the end of the run, for training and for test data. */
export function termsTable({ train, test }: RunSummary): Html {
  const terms = Object.keys({ ...train, ...test }).sort(byImportance);
  return html`<div class="scroll">
    <table class="numbers">
      <caption>
        At the end of the run, in nats: summed over the event, averaged over the data.
      </caption>
      <thead>
        <tr>
          <th scope="col">Term</th>
          <th scope="col">Train</th>
          ${test && html`<th scope="col">Test</th>`}
        </tr>
      </thead>
      <tbody>
        ${terms.map(
          (term) =>
            html`<tr>
              <th scope="row">${termNames[term] ?? html`<code>${term}</code>`}</th>
              <td>${formatNumber(train[term])}</td>
              ${test && html`<td>${formatNumber(test[term])}</td>`}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function byImportance(a: string, b: string): number {
  const known = Object.keys(termNames);
  const rank = (term: string) => (known.includes(term) ? known.indexOf(term) : known.length);
  return rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true });
}

/** NELBO and its terms by epoch. */
export function historyTable(history: readonly EpochRow[]): Html {
  const rows = spread(history);
  const validated = history.some((row) => row.validation);
  const columns = validated ? ['train', 'validation'] : ['train'];
  const cells = (of: EpochRow) =>
    Object.keys(termNames).map((term) => {
      const both: (Terms | undefined)[] = validated ? [of.train, of.validation] : [of.train];
      return both.map((terms) => html`<td>${formatNumber(terms?.[term])}</td>`);
    });
  return html`<div class="scroll">
    <table class="numbers history">
      <caption>
        By epoch${rows.length < history.length ? `: ${rows.length} of ${history.length}, evenly spread` : ''}.
        Terms in nats.
      </caption>
      <thead>
        <tr>
          <th scope="col" rowspan="2">Epoch</th>
          ${Object.values(termNames).map((name) => html`<th scope="colgroup" colspan="${columns.length}">${name}</th>`)}
          <th scope="col" rowspan="2">Learning rate</th>
          <th scope="col" rowspan="2">Seconds</th>
        </tr>
        <tr>
          ${Object.keys(termNames).map(() => columns.map((name) => html`<th scope="col">${name}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.epoch}</th>
              ${cells(row)}
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
  const last = history.length - 1;
  const chosen = Array.from({ length: mostRows }, (_, row) => Math.round((row * last) / (mostRows - 1)));
  return history.filter((_, index) => chosen.includes(index));
}

/** Names and what they stand for. */
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
