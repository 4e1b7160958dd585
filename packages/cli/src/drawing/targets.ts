import { extname, join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { type FormatName, formats } from '@helmholtz/diagrams';

/** Where drawings go: to one file, to files in a folder, or, where nothing was said, to stdout if they can. */
export interface Target {
  readonly formats: readonly FormatName[];
  readonly file?: string;
  readonly folder?: string;
}

const known = formats.map(({ name }) => name);

/**
 * What `--out` and `--format` say together, checked before anything is drawn.
 *
 * @param count how many drawings there are in each format
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
      `${count * (asked?.length ?? 1)} drawings were to be written to ${out}.`,
      { hint: 'Give --out a folder.' },
    );
  }
  const [format = named] = asked ?? [];
  if (format !== undefined && format === named) return { formats: [format], file: out };
  throw new HelmholtzError('usage', `The drawing was to be written as ${format ?? 'svg'} to ${out}.`, {
    hint: `Its name must end in ${asked === undefined ? known.map((name) => `.${name}`).join(' or ') : `.${format}`}.`,
  });
}

/** The files of drawings in a folder: two of the same name are told apart by a number. */
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
