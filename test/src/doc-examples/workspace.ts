import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A module that users import by name: a package, or one of its subpaths. */
export interface EntryPoint {
  /** Such as `@helmholtz/core/run`. */
  readonly name: string;
  /** The built `.d.ts` file. */
  readonly types: string;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, { readonly types?: string }>>;
}

/** Lists the entry points of all published packages, as their `package.json` files declare them. */
export function entryPoints(): EntryPoint[] {
  return readdirSync(join(root, 'packages')).flatMap((folder) => {
    const path = join(root, 'packages', folder);
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
    if (manifest.private) return [];
    return Object.entries(manifest.exports ?? {}).flatMap(([subpath, { types }]) =>
      types === undefined ? [] : [{ name: manifest.name + subpath.slice(1), types: join(path, types) }],
    );
  });
}
