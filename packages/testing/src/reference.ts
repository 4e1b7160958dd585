import { readFileSync } from 'node:fs';

/** A file of peers' values; the script that computed it lies beside it in tools/reference. */
export function reference<Content>(file: string): Content {
  const url = new URL(`../../../tools/reference/${file}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Content;
}
