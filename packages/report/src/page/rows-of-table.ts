import { html } from './html.js';
import type { Html } from './html.js';

/** Returns the head and the rows of a table. The first cell of a row is its name. */
export function rowsOfTable(header: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<thead>
      <tr>
        ${header.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first, ...cells]) =>
          html`<tr>
            <th scope="row">${first ?? ''}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>`;
}
