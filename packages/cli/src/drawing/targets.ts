import { extname, join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { type FormatName, formats } from '@helmholtz/diagrams';

/** Destination of drawings: one file, files in a folder, or by default stdout. */
export interface Target {
  readonly formats: readonly FormatName[];
  readonly file?: string;
  readonly folder?: string;
}

const formatNames = formats.map(({ name }) => name);

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
  const namedFormat = formatNames.find((name) => name === ending);
  if (ending === '' || (several && namedFormat === undefined))
    return { formats: asked ?? ['svg'], folder: out };
  if (several) {
    throw new HelmholtzError(
      'usage',
      `${count * (asked?.length ?? 1)} drawings can't be written to one file, ${out}.`,
      { hint: 'Give a folder: --out figures' },
    );
  }
  const [format = namedFormat] = asked ?? [];
  if (format !== undefined && format === namedFormat) return { formats: [format], file: out };
  throw new HelmholtzError('usage', `The format ${format ?? 'svg'} does not match the file name ${out}.`, {
    hint: `Its name must end in ${asked === undefined ? formatNames.map((name) => `.${name}`).join(' or ') : `.${format}`}.`,
  });
}

/** Returns the files of drawings in a folder. Duplicate names get a number. */
export function filesIn(
  folder: string,
  drawn: readonly { readonly name: string; readonly format: FormatName }[],
): string[] {
  const counts = new Map<string, number>();
  return drawn.map(({ name, format }) => {
    const count = (counts.get(`${name}.${format}`) ?? 0) + 1;
    counts.set(`${name}.${format}`, count);
    return join(folder, `${count === 1 ? name : `${name}-${count}`}.${format}`);
  });
}
