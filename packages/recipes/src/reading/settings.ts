import { HelmholtzError } from '@helmholtz/base';
import { readDeclaration } from '@helmholtz/core';

/** Entry of a spec and its new value. */
export interface Setting {
  /** Keys from the outermost inwards. In lists: positions from 0, or names of items. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * Parses a setting such as `objective.samples=5`. The value is YAML.
 *
 * @throws HelmholtzError (`usage`) without an entry, or for a value that is not YAML.
 *
 * @example
 * ```ts
 * import { readSetting } from '@helmholtz/recipes/reading';
 *
 * console.log(readSetting('objective.samples=5'));
 * // { path: [ 'objective', 'samples' ], value: 5 }
 * ```
 */
export function readSetting(text: string): Setting {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(at, 0)).trim().split('.');
  if (at < 0 || path.includes('')) {
    throw new HelmholtzError(
      'usage',
      'Expected an entry of the spec and its value, such as objective.samples=5.',
    );
  }
  return { path, value: readDeclaration(text.slice(at + 1), `the value of ${path.join('.')}`) };
}

/**
 * Returns a declaration with settings applied. A plain name, `objective: elbo`, becomes a mapping.
 */
export function withSettings(
  declaration: Record<string, unknown>,
  settings: readonly Setting[],
): Record<string, unknown> {
  return settings.reduce(
    (changed, { path, value }) => replaced(changed, path, value, path) as Record<string, unknown>,
    declaration,
  );
}

function replaced(
  old: unknown,
  [key, ...inner]: readonly string[],
  value: unknown,
  path: readonly string[],
): unknown {
  if (key === undefined) return value;
  if (Array.isArray(old)) {
    const at = positionIn(old, key);
    if (at === undefined) throw nothingThere(path, key, old);
    return old.map((item: unknown, index) => (index === at ? replaced(item, inner, value, path) : item));
  }
  const entries = typeof old === 'string' ? { name: old } : old;
  if (entries !== undefined && (typeof entries !== 'object' || entries === null))
    throw nothingThere(path, key, old);
  const settings = new Map(Object.entries(entries ?? {}));
  settings.set(key, replaced(settings.get(key), inner, value, path));
  return Object.fromEntries(settings);
}

function positionIn(list: readonly unknown[], key: string): number | undefined {
  const namedPosition = list.findIndex((item) => (item as { name?: unknown } | null)?.name === key);
  const position = namedPosition >= 0 ? namedPosition : Number(key);
  return position in list ? position : undefined;
}

function nothingThere(path: readonly string[], key: string, old: unknown): HelmholtzError {
  const what = Array.isArray(old) ? `a list of ${old.length}` : JSON.stringify(old);
  return new HelmholtzError('usage', `\`set\` ${path.join('.')}: there is no ${key} in ${what}.`, {
    hint: 'Name an item of a list by its position from 0, or by its name, as in latents.z1.size=20. All entries: docs/reference/spec.md.',
  });
}
