import { partNamed } from '../check-name.js';
import { dot } from './dot.js';
import type { Format } from './format.js';
import { json } from './json.js';
import { mermaid } from './mermaid.js';
import { pdf } from './pdf.js';
import { png } from './png.js';
import { svg } from './svg.js';
import { tikz } from './tikz.js';

const all = [svg, png, pdf, tikz, dot, mermaid, json] as const;

export type FormatName = (typeof all)[number]['name'];

/** Formats of drawings. The name of a format is the extension of its files. */
export const formats: readonly (Format & { readonly name: FormatName })[] = all;

export function formatNamed(name: string): Format {
  return partNamed('format', name, formats);
}
