/** What a file of plain data may be at most. Ours stay far below; what goes beyond is damaged, or meant to harm. */
export const dataLimits = {
  /** Levels of mappings and lists in each other: deeper ones would exhaust the stack of whoever walks through them. */
  depth: 100,
  /** Characters of a spec. */
  specLength: 2 ** 18,
  /** Bytes of files of a run, and of a saved model beside its weights. */
  environmentBytes: 2 ** 20,
  metricsBytes: 2 ** 28,
  modelBytes: 2 ** 26,
} as const;

/** Keys that lead to what all objects of JavaScript share. */
const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The keys of a mapping that is being read, one at a time.
 *
 * @throws SyntaxError where a key is there already, or is one that could change what all objects share.
 */
export class Keys {
  private readonly seen = new Set<string>();

  /** @param where it is, such as ` at line 3`, for the message. */
  add(key: string, where = ''): void {
    if (unsafeKeys.has(key)) throw new SyntaxError(`the key "${key}" is not allowed${where}`);
    if (this.seen.has(key)) throw new SyntaxError(`the key ${quoted(key)} is there twice${where}`);
    this.seen.add(key);
  }
}

/** @throws SyntaxError where a file nests deeper than any that is meant well. */
export function checkDepth(depth: number): void {
  if (depth > dataLimits.depth)
    throw new SyntaxError(`it is nested more than ${dataLimits.depth} levels deep`);
}

/** A text from a file as a message may show it: in one line, its control characters written out, and not too long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
