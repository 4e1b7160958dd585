/**
 * Limits of files of plain data. Valid files stay far below. A larger file is damaged or malicious.
 */
export const dataLimits = {
  /**
   * Levels of nested mappings and lists. Deeper nesting would exhaust the stack of recursive
   * readers.
   */
  depth: 100,
  /** Characters of a spec. */
  specLength: 2 ** 18,
  /** Bytes of files of a run, and of a saved model besides its weights. */
  environmentBytes: 2 ** 20,
  fittedBytes: 2 ** 27,
  metricsBytes: 2 ** 28,
  modelBytes: 2 ** 26,
} as const;

/** Keys that lead to properties shared by all JavaScript objects. */
const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Keys of a mapping that is being read. Refuses duplicate and unsafe keys.
 *
 * @example
 * ```ts
 * import { Keys } from '@helmholtz/base';
 *
 * const keys = new Keys();
 * keys.add('units');
 * try {
 *   keys.add('units', ' at line 2');
 * } catch (error) {
 *   console.log((error as Error).message); // the key "units" appears twice at line 2
 * }
 * ```
 */
export class Keys {
  private readonly seen = new Set<string>();

  /**
   * Adds a key.
   *
   * @param where position for the message, such as ` at line 3`.
   * @throws SyntaxError for a duplicate key, or a key such as `__proto__`.
   */
  add(key: string, where = ''): void {
    if (unsafeKeys.has(key)) throw new SyntaxError(`the key "${key}" is not allowed${where}`);
    if (this.seen.has(key)) throw new SyntaxError(`the key ${quoted(key)} appears twice${where}`);
    this.seen.add(key);
  }
}

/**
 * Checks the nesting depth of plain data.
 *
 * @throws SyntaxError beyond `dataLimits.depth`.
 *
 * @example
 * ```ts
 * import { checkDepth, dataLimits } from '@helmholtz/base';
 *
 * checkDepth(dataLimits.depth); // the largest depth
 * try {
 *   checkDepth(dataLimits.depth + 1);
 * } catch (error) {
 *   console.log((error as Error).message); // it is nested more than 100 levels deep
 * }
 * ```
 */
export function checkDepth(depth: number): void {
  if (depth > dataLimits.depth)
    throw new SyntaxError(`it is nested more than ${dataLimits.depth} levels deep`);
}

/**
 * Returns text from a file for a message: in quotes, on one line, at most 60 characters, with
 * control characters escaped.
 *
 * @example
 * ```ts
 * import { quoted } from '@helmholtz/base';
 *
 * console.log(quoted('two\nlines')); // "two\nlines"
 * ```
 */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
