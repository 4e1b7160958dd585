/** Writes the attributes of a DOT statement without undefined ones. */
export type Attributes = Readonly<Record<string, string | number | HtmlLabel | undefined>>;

/** An HTML-like label, already escaped. */
export class HtmlLabel {
  constructor(readonly markup: string) {}
}

export function statement(subject: string, attributes: Attributes): string {
  const list = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${attributeValue(value)}`],
  );
  return list.length === 0 ? `${subject};` : `${subject} [${list.join(', ')}];`;
}

function attributeValue(value: string | number | HtmlLabel): string {
  if (value instanceof HtmlLabel) return `<${value.markup}>`;
  return typeof value === 'number' ? String(Math.round(value * 1e4) / 1e4) : quote(value);
}

/** Returns a quoted id without backslashes: DOT can't escape one at the end of an id. */
export function quote(text: string): string {
  return `"${text.replaceAll('\\', '/').replaceAll('"', '\\"')}"`;
}

/**
 * Readable ids that are safe in DOT and unique: plain characters as they are, at most 60 of them.
 */
export function safeIds(ids: readonly string[], prefix = ''): Map<string, string> {
  const usedIds = new Set<string>();
  return new Map(
    ids.map((id) => {
      const base = prefix + id.replace(/[^\w.:/-]+/g, '_').slice(0, 60);
      let safe = base;
      for (let count = 2; usedIds.has(safe); count++) safe = `${base}~${count}`;
      usedIds.add(safe);
      return [id, safe];
    }),
  );
}
