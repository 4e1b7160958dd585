import { markdownTable } from './words.js';

/** @import { Row } from './rows.js' */

/** Kinds that show what a model made, and no example of the data. */
const OF_THE_MODEL = ['sample', 'traverse', 'manifold'];

/**
 * The kinds of pictures of a row that the page keeps.
 *
 * @param {Pick<Row, 'pictures'>} row
 */
export function keptPictures({ pictures }) {
  return pictures.map(([kind]) => kind).filter((kind) => OF_THE_MODEL.includes(kind));
}

/**
 * Where a picture lies, as seen from the page.
 *
 * @param {Pick<Row, 'name'>} row
 * @param {string} kind
 */
const pathOf = ({ name }, kind) => `results/${name}-${kind}.png`;

/** @param {Row} row */
export const pictureLinks = (row) => keptPictures(row).map((kind) => `[${kind}](${pathOf(row, kind)})`);

/**
 * Pictures beside each other, each under its title.
 *
 * @param {readonly { row: Row; kind: string; title: string }[]} pictures
 */
export function sideBySide(pictures) {
  return markdownTable(
    pictures.map(({ title }) => title),
    [pictures.map(({ row, kind, title }) => `![${title}](${pathOf(row, kind)})`)],
  );
}
