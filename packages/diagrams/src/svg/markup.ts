import { escapeMarkup } from '../text/clean.js';

/** An XML element on one line, or with its children on lines of their own. Attributes are escaped here, children are markup. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  const list = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${typeof value === 'number' ? format(value) : escapeMarkup(value)}"`],
  );
  const open = `<${name}${list.join('')}`;
  if (children.length === 0) return `${open}/>`;
  if (children.length === 1 && !children[0]!.startsWith('<')) return `${open}>${children[0]!}</${name}>`;
  return `${open}>\n${children.join('\n')}\n</${name}>`;
}

/** A number with two decimals at most. */
export function format(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}
