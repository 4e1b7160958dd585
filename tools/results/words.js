import { format, resolveConfig } from 'prettier';

/** @param {number | undefined} value */
export const nats = (value) => value?.toFixed(2) ?? '-';

/**
 * Wall time, in the unit that a reader wants.
 *
 * @param {number} seconds
 */
export function minutes(seconds) {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/**
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(header, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * A command as it is typed in a shell.
 *
 * @param {readonly string[]} words
 */
export function shellCommand(words) {
  return words.map((word) => (/^[\w./,=:-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

/**
 * The text of a file of this project as it is formatted.
 *
 * @param {string} path
 * @param {string} text
 */
export async function formatted(path, text) {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
