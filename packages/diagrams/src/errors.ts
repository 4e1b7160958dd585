import { closest, distance } from 'fastest-levenshtein';

/** An error of this package: `kind` and `hint` as Helmholtz's errors have them, without loading the core. */
export class DiagramError extends Error {
  /** `usage`: the request is wrong; `graph`: the model is not what the diagram needs. */
  readonly kind: 'usage' | 'graph';
  readonly hint: string;

  constructor(kind: 'usage' | 'graph', message: string, details: { hint: string; cause?: unknown }) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'DiagramError';
    this.kind = kind;
    this.hint = details.hint;
  }
}

/** Checks a name against the valid ones; the error names the nearest. */
export function checkName<Name extends string>(what: string, given: string, valid: readonly Name[]): Name {
  const known = valid.find((name) => name === given);
  if (known !== undefined) return known;
  const best = closest(given, [...valid]);
  const near = distance(given.toLowerCase(), best.toLowerCase()) <= Math.max(2, best.length / 3);
  const list = `Valid names: ${valid.join(', ')}.`;
  throw new DiagramError('usage', `Unknown ${what} ${JSON.stringify(given)}.`, {
    hint: near ? `Did you mean "${best}"? ${list}` : list,
  });
}
