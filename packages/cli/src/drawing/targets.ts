import { extname, join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { type FormatName, formats } from '@helmholtz/diagrams';

/** Destination of drawings: one file, files in a folder, or by default stdout. */
export interface Target {
  readonly formats: readonly FormatName[];
  readonly file?: string;
  readonly folder?: string;
}

const known = formats.map(({ name }) => name);

/**
 * Returns the destination that `--out` and `--format` give, checked before anything is drawn.
 *
 * @param count number of drawings in each format
 */
export function targetOf(
  out: string | undefined,
  asked: readonly FormatName[] | undefined,
  count: number,
): Target {
  const several = count * (asked?.length ?? 1) > 1;
  if (out === undefined) return { formats: asked ?? ['svg'], ...(several ? { folder: '.' } : {}) };
  const ending = /[\\/]$/.test(out) ? '' : extname(out).slice(1);
  const named = known.find((name) => name === ending);
  if (ending === '' || (several && named === undefined)) return { formats: asked ?? ['svg'], folder: out };
  if (several) {
    throw new HelmholtzError(
      'usage',
      `${count * (asked?.length ?? 1)} drawings can't be written to one file, ${out}.`,
      { hint: 'Give a folder: --out figures' },
    );
  }
  const [format = named] = asked ?? [];
  if (format !== undefined && format === named) return { formats: [format], file: out };
  throw new HelmholtzError('usage', `The format ${format ?? 'svg'} does not match the file name ${out}.`, {
    hint: `Its name must end in ${asked === undefined ? known.map((name) => `.${name}`).join(' or ') : `.${format}`}.`,
  });
}

/** Returns the files of drawings in a folder. Duplicate names get a number. */
export function filesIn(
  folder: string,
  drawn: readonly { readonly name: string; readonly format: FormatName }[],
): string[] {
  const taken = new Map<string, number>();
  return drawn.map(({ name, format }) => {
    const count = (taken.get(`${name}.${format}`) ?? 0) + 1;
    taken.set(`${name}.${format}`, count);
    return join(folder, `${count === 1 ? name : `${name}-${count}`}.${format}`);
  });
}
