import { HelmholtzError, nearest } from '@helmholtz/base';
import { type FormatName, type LevelName, type ViewName, formats, levels, views } from '@helmholtz/diagrams';

/** Drawing of a model: its level, and for the level layers the view. */
export interface Figure {
  readonly level: LevelName;
  readonly view?: ViewName;
}

export interface FigureOptions {
  /** Names separated by commas, or `all`. */
  readonly level: string;
  readonly view?: string;
  readonly format?: string;
}

/**
 * Returns the figures of each model: every level in `level`, with layers in every view of `view`.
 */
export function figuresOf({ level, view }: FigureOptions): Figure[] {
  const levelNames = namesIn('level', level, levels);
  const viewNames = view === undefined ? [undefined] : namesIn('view', view, views);
  if (view !== undefined && !levelNames.includes('layers')) {
    throw new HelmholtzError(
      'usage',
      `--view ${view} needs the level layers. Received: ${levelNames.join(', ')}.`,
      {
        hint: 'Leave --view or --level out, or add layers to --level.',
      },
    );
  }
  return levelNames.flatMap((level): Figure[] =>
    level === 'layers'
      ? viewNames.map((name) => (name === undefined ? { level } : { level, view: name }))
      : [{ level }],
  );
}

export function formatsOf({ format }: FigureOptions): FormatName[] | undefined {
  return format === undefined ? undefined : namesIn('format', format, formats);
}

/** Reads a list such as `svg,png`, without duplicates; `all` gives every name. */
function namesIn<Name extends string>(
  what: string,
  list: string,
  known: readonly { readonly name: Name }[],
): Name[] {
  const names = known.map(({ name }) => name);
  if (list === 'all') return names;
  const chosen = list.split(',').map((given) => {
    const name = names.find((name) => name === given.trim());
    if (name !== undefined) return name;
    throw new HelmholtzError('usage', `Unknown ${what} ${JSON.stringify(given.trim())}.`, {
      hint: nearest(given.trim(), [...names, 'all']),
    });
  });
  return [...new Set(chosen)];
}
