/** An entry of a spec that has another value than in the spec of a checkpoint. */
export interface SpecDifference {
  /** Path of the entry, such as `networks.recognition.0.activation`. */
  readonly entry: string;
  /** Undefined if the entry is missing. */
  readonly value: unknown;
  /** Value in the spec of the checkpoint; undefined if the entry was missing. */
  readonly trained: unknown;
}

/** Returns the entries in which two specs differ. Missing entries equal undefined ones. */
export function specDifferences(spec: unknown, trained: unknown, entry = ''): SpecDifference[] {
  if (Object.is(spec, trained)) return [];
  if (!areOfOneKind(spec, trained)) return [{ entry, value: spec, trained }];
  const [now, before] = [spec, trained] as Readonly<Record<string, unknown>>[];
  const names = new Set([...Object.keys(before!), ...Object.keys(now!)]);
  return [...names].flatMap((name) =>
    specDifferences(now![name], before![name], entry === '' ? name : `${entry}.${name}`),
  );
}

/** Returns whether both are arrays, or both are objects. */
function areOfOneKind(first: unknown, second: unknown): boolean {
  const areObjects = [first, second].every((value) => typeof value === 'object' && value !== null);
  return areObjects && Array.isArray(first) === Array.isArray(second);
}

const MOST_NAMED = 5;
const MOST_CHARACTERS = 60;

/** Returns `seed is 1, was 0; likelihood is "normal", was "bernoulli"`. */
export function differencesAsText(differences: readonly SpecDifference[]): string {
  const named = differences
    .slice(0, MOST_NAMED)
    .map(({ entry, value, trained }) => `${entry} is ${asText(value)}, was ${asText(trained)}`);
  const further = differences.length - named.length;
  return [...named, ...(further > 0 ? [`and ${further} more`] : [])].join('; ');
}

function asText(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 3)}...`;
}
