import { markdownTable } from './words.js';

/** Kinds that show what a model made, and no example of the data. */
const OF_THE_MODEL = ['sample', 'traverse', 'manifold'];

/** The kinds of pictures of a row that the page keeps. */
export function keptPictures({ pictures }) {
  return pictures.map(([kind]) => kind).filter((kind) => OF_THE_MODEL.includes(kind));
}

/** Where a picture lies, as seen from the page. */
const pathOf = ({ name }, kind) => `results/${name}-${kind}.png`;

export const pictureLinks = (row) => keptPictures(row).map((kind) => `[${kind}](${pathOf(row, kind)})`);

/** Pictures beside each other, each under its title. */
export function sideBySide(pictures) {
  return markdownTable(
    pictures.map(({ title }) => title),
    [pictures.map(({ row, kind, title }) => `![${title}](${pathOf(row, kind)})`)],
  );
}
