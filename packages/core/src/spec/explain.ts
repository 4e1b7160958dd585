import { z } from 'zod';

import { nearest, itemAt } from '@helmholtz/base';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Error in a value, for the person who wrote it. */
export interface Explanation {
  /** Such as `latents.0.size`; empty for the value as a whole. */
  readonly path: string;
  /** Given and expected value, without a full stop. */
  readonly message: string;
  readonly hint: string | undefined;
}

/** Returns the most likely cause of the issues that a schema reports. */
export function explain(issues: readonly Issue[], schema: z.ZodType, value: unknown): Explanation {
  const issue = cause(issues);
  const givenValue = at(value, issue.path);
  return {
    path: issue.path.join('.'),
    message: describe(issue, givenValue),
    hint: advice(issue, schema, value, givenValue),
  };
}

/** An unknown key is often the misspelled name of a missing one. */
function cause(issues: readonly Issue[]): Issue {
  return deepest(issues.find(({ code }) => code === 'unrecognized_keys') ?? itemAt(issues, 0));
}

/** The best explanation of an error in a union is from the alternative that matched most. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const [inner] = issue.errors
    .filter((alternative) => alternative.length > 0)
    .map(cause)
    .sort((a, b) => b.path.length - a.path.length);
  return inner && inner.path.length > 0 ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

function describe(issue: Issue, given: unknown): string {
  const was = given === undefined ? 'nothing was given' : `${show(given)} was given`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_union':
      return issue.discriminator
        ? `${was}, a known name was expected`
        : `${was}, ${issue.errors.map(([first]) => first && expectation(first)).join(' or ')} was expected`;
    case 'too_small':
      return `${was}, ${issue.inclusive ? 'at least' : 'more than'} ${count(issue.minimum, issue.origin)} expected`;
    case 'too_big':
      return `${was}, ${issue.inclusive ? 'at most' : 'less than'} ${count(issue.maximum, issue.origin)} expected`;
    case 'invalid_type':
    case 'invalid_value':
      return `${was}, ${expectation(issue)} was expected`;
    case 'invalid_key':
      return `${show(issue.path.at(-1))} was given as a name: ${issue.issues[0]?.message}`;
    default:
      return `${was}: ${issue.message}`;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a mapping of keys to values',
  string: 'text',
};

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map((one) => show(one)).join(' or ');
  return issue.code === 'invalid_type' ? (typeNames[issue.expected] ?? issue.expected) : issue.message;
}

const unitNames: Readonly<Record<string, string>> = { array: 'element', string: 'character' };

function count(bound: number | bigint, origin: string): string {
  const unit = unitNames[origin];
  if (unit === undefined) return `${bound} was`;
  return Number(bound) === 1 ? `1 ${unit} was` : `${bound} ${unit}s were`;
}

function advice(issue: Issue, schema: z.ZodType, value: unknown, given: unknown): string | undefined {
  const expected = schemaAt(schema, issue.path, value);
  if (issue.code === 'unrecognized_keys') return nearest(itemAt(issue.keys, 0), keysOf(expected, given));
  if (issue.code === 'invalid_value' && typeof given === 'string') {
    return nearest(given, issue.values.map(String));
  }
  if (issue.code === 'invalid_union' && issue.discriminator) {
    const union = schemaAt(schema, issue.path.slice(0, -1), value);
    return nearest(typeof given === 'string' ? given : '', namesOf(union));
  }
  const purpose = expected?.description && `It is ${expected.description}.`;
  const near = typeof given === 'string' ? nearestWord(issue, given) : undefined;
  return near && purpose ? `${near} ${purpose}` : (near ?? purpose);
}

/** Returns a hint for a text that resembles a word of a union. */
function nearestWord(issue: Issue, given: string): string | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const words = issue.errors.flatMap(([first]) =>
    first?.code === 'invalid_value' ? first.values.map(String) : [],
  );
  const hint = nearest(given, words);
  return hint.startsWith('Did you mean') ? hint : undefined;
}

function keysOf(schema: z.ZodType | undefined, value: unknown): string[] {
  const bare = schema && chosen(unwrap(schema), value);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

/** Names that distinguish the alternatives of a union. */
function namesOf(schema: z.ZodType | undefined): string[] {
  const union = schema && unwrap(schema);
  return union instanceof z.ZodDiscriminatedUnion ? alternatives(union).flatMap(({ names }) => names) : [];
}

/** Schema of the value at a path. */
function schemaAt(schema: z.ZodType, path: Path, value: unknown): z.ZodType | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const bare = chosen(unwrap(schema), value);
  const inner =
    bare instanceof z.ZodObject
      ? (bare.shape[key as string] as z.ZodType | undefined)
      : bare instanceof z.ZodArray
        ? (bare.element as z.ZodType)
        : bare instanceof z.ZodRecord
          ? (bare.valueType as z.ZodType)
          : undefined;
  return inner && schemaAt(inner, rest, at(value, [key]));
}

/** Schema without default and optionality. */
function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}

/**
 * Returns the alternative of a union that a value is meant to be: the named one, or the object if
 * it is one. Returns the union itself if neither is known.
 */
function chosen(schema: z.ZodType, value: unknown): z.ZodType {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) {
    if (!(schema instanceof z.ZodUnion) || typeof value !== 'object') return schema;
    const options = schema.options as z.ZodType[];
    return options.find((option) => option instanceof z.ZodObject) ?? schema;
  }
  const name = at(value, [schema.def.discriminator]);
  return alternatives(schema).find(({ names }) => names.includes(String(name)))?.option ?? schema;
}

function alternatives(union: z.ZodDiscriminatedUnion): { option: z.ZodObject; names: string[] }[] {
  return (union.options as z.ZodObject[]).map((option) => {
    const key: unknown = option.shape[union.def.discriminator];
    return { option, names: key instanceof z.ZodLiteral ? [...key.values].map(String) : [] };
  });
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}

function show(value: unknown): string {
  // JSON can't represent NaN, infinities, bigints and functions.
  const text =
    typeof value === 'number' || typeof value === 'bigint'
      ? `${value}`
      : ((JSON.stringify(value) as string | undefined) ?? `a ${typeof value}`);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
