import type { Support } from '@helmholtz/distributions';

/** Requirements on the values of an input. */
export interface ExpectedValues {
  /** Beginning of a sentence about the values that are allowed. */
  readonly takes: string;
  /** Whether values may be missing. */
  readonly missing: boolean;
  readonly input: string;
}

/** Returns how to mend a value outside a support; `value` is undefined for an event. */
export function outsideSupportHint(
  value: number | undefined,
  { name, support }: { readonly name?: string; readonly support: Support },
  { takes, input }: ExpectedValues,
): string {
  const { description } = support;
  if (value !== undefined && Number.isNaN(value)) {
    return (
      `If the value is missing, set missing: indicator for the variable "${input}" in the spec. ` +
      `Otherwise correct it: ${takes.charAt(0).toLowerCase()}${takes.slice(1)} takes ${description}.`
    );
  }
  const other = value !== undefined && Number.isFinite(value) ? support.otherFor?.(value) : undefined;
  if (!other) return `${takes} takes ${description}. Rescale the data or choose another likelihood.`;
  const { likelihood, reason, column = { likelihood } } = other;
  const choice =
    name === undefined
      ? `likelihood: ${likelihood}`
      : `data: { columns: { ${keyText(name)}: ${flowText(column)} } }`;
  return `${takes} takes ${description}. Correct the value; or for ${reason}, choose another likelihood in the spec: ${choice}.`;
}

/** A key of a spec, in quotes if it needs them. */
const keyText = (name: string): string => (/^\w+$/.test(name) ? name : JSON.stringify(name));

/** Options as a spec has them. */
function flowText(options: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(options).map(([name, value]) => {
    const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
    return `${name}: ${text}`;
  });
  return `{ ${entries.join(', ')} }`;
}
