import { escapeMarkup } from '../text/clean.js';

/** A picture as plain data, for SVG and all other formats that draw the same shapes. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Elements and unescaped texts; the writer escapes them. */
  readonly children: readonly (SvgElement | string)[];
}

/** An element without its undefined attributes; numbers have at most two decimals. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly (SvgElement | string)[]
): SvgElement {
  const defined = Object.entries(attributes).filter((entry) => entry[1] !== undefined);
  return { name, attributes: Object.fromEntries(defined) as SvgElement['attributes'], children };
}

/**
 * Writes an element as XML: with its text on one line, with other elements on lines of their own.
 */
export function serialize({ name, attributes, children }: SvgElement): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? format(value) : escapeMarkup(value)}"`,
  );
  const open = `<${name}${list.join('')}`;
  if (children.length === 0) return `${open}/>`;
  const parts = children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : serialize(child)));
  // White space between the parts of a text would be drawn.
  const isText = name === 'text' || children.some((child) => typeof child === 'string');
  return isText ? `${open}>${parts.join('')}</${name}>` : `${open}>\n${parts.join('\n')}\n</${name}>`;
}

/** A number with two decimals at most. */
export function format(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}

/** A number, or a text that is one; 0 if it isn't. */
export function numberIn(value: string | number | undefined): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}
