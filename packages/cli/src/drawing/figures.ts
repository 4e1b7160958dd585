import { HelmholtzError, nearest } from '@helmholtz/base';
import { type FormatName, type LevelName, type ViewName, formats, levels, views } from '@helmholtz/diagrams';

/** One drawing of a model: a level, and of layers a view; without one, the whole of the model. */
export interface Figure {
  readonly level: LevelName;
  readonly view?: ViewName;
}

export interface FigureOptions {
  /** Names with commas between them, or `all`. */
  readonly level: string;
  readonly view?: string;
  readonly format?: string;
}

/** What is drawn of each model: every level that was asked for, layers in every view. */
export function figuresOf({ level, view }: FigureOptions): Figure[] {
  const asked = namesIn('level', level, levels);
  const shown = view === undefined ? [undefined] : namesIn('view', view, views);
  if (view !== undefined && !asked.includes('layers')) {
    throw new HelmholtzError('usage', `--view ${view} was given for the level ${asked.join(', ')}.`, {
      hint: 'Views are parts of the level layers; leave --view or --level out.',
    });
  }
  return asked.flatMap((level): Figure[] =>
    level === 'layers'
      ? shown.map((name) => (name === undefined ? { level } : { level, view: name }))
      : [{ level }],
  );
}

export function formatsOf({ format }: FigureOptions): FormatName[] | undefined {
  return format === undefined ? undefined : namesIn('format', format, formats);
}

/** Names from a list such as `svg,png`, each once; `all` are all. */
function namesIn<Name extends string>(
  what: string,
  list: string,
  known: readonly { readonly name: Name }[],
): Name[] {
  const names = known.map(({ name }) => name);
  if (list === 'all') return names;
  const found = list.split(',').map((given) => {
    const name = names.find((name) => name === given.trim());
    if (name !== undefined) return name;
    throw new HelmholtzError('usage', `Unknown ${what} ${JSON.stringify(given.trim())}.`, {
      hint: nearest(given.trim(), [...names, 'all']),
    });
  });
  return [...new Set(found)];
}
