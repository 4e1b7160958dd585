import type { Figure } from '../figures/figure.js';
import { figureElement } from './figures.js';
import { html } from './html.js';
import { rowsOfTable } from './rows-of-table.js';
import { style } from './style.js';

/** Content of the page of raw data. */
export interface DataPage {
  readonly title: string;
  /** Facts and advice, a paragraph each. */
  readonly notes: readonly string[];
  readonly header: readonly string[];
  /** A row for each column. */
  readonly rows: readonly (readonly string[])[];
  readonly figure: Figure;
  /** Examples of images. */
  readonly examples?: Figure | undefined;
}

/**
 * Returns a look at raw data as a self-contained HTML document, without scripts or references to
 * other files. All text is escaped.
 *
 * @example
 * ```ts
 * import { dataHtml, histogramsFigure } from '@helmholtz/report';
 *
 * const figure = histogramsFigure([{ name: 'age', numbers: { low: 0, high: 9, counts: [1, 2] } }]);
 * const table = { header: ['column'], rows: [['age']] };
 * const page = dataHtml({ title: '<train>', notes: [], ...table, figure });
 * console.log(page.includes('&lt;train&gt;')); // true
 * ```
 */
export function dataHtml({ title, notes, header, rows, figure, examples }: DataPage): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <header><h1>${title}</h1></header>
        <main>
          ${notes.map((note) => html`<p>${note}</p>`)} ${examples ? figureElement(examples, 'picture') : ''}
          <div class="scroll">
            <table class="numbers">
              ${rowsOfTable(header, rows)}
            </table>
          </div>
          ${figureElement(figure, 'chart')}
        </main>
      </body>
    </html>`.source;
}
