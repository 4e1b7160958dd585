import { parseDocument } from 'yaml';
import { z } from 'zod';

import { HelmholtzError } from '../errors.js';
import { nearest } from '../nearest.js';
import { type Spec, specSchema } from './schema.js';

/**
 * Checks a declaration and fills in its defaults.
 *
 * @param source what the message calls it: a file's name, or "the spec".
 * @throws HelmholtzError (`usage`) that names the path, what was given and what was expected.
 */
export function parseSpec(declaration: unknown, source = 'the spec'): Spec {
  return validate(specSchema, declaration, source);
}

/** Reads a spec from the text of a YAML or JSON file; JSON is YAML. */
export function readSpec(text: string, source: string): Spec {
  const document = parseDocument(text, { prettyErrors: true, maxAliasCount: 100 } as object);
  const [error] = document.errors;
  if (error) {
    throw new HelmholtzError('usage', `${source} is not YAML or JSON: ${error.message.split('\n')[0]}`, {
      hint: 'Check the indentation and the quotes near that place.',
    });
  }
  return parseSpec(document.toJS({ maxAliasCount: 100 }), source);
}

/** Checks any value against a schema, with the messages of `parseSpec`. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const path = issue.path.join('.');
  const given = at(value, issue.path);
  throw new HelmholtzError('usage', `${source}${path ? ` at ${path}` : ''}: ${explain(issue, given)}.`, {
    hint: advice(issue, schema, given) ?? 'See docs/spec.md for what a spec may say.',
  });
}

type Issue = z.core.$ZodIssue;

/** Of a union's alternatives, the one that got furthest says best what is wrong. */
function deepest(issues: readonly Issue[]): Issue {
  const first = issues[0]!;
  if (first.code !== 'invalid_union' || first.errors.length === 0) return first!;
  const inner = first.errors
    .filter((alternative) => alternative.length > 0)
    .map((alternative) => deepest(alternative))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return inner && inner.path.length > 0
    ? ({ ...inner, path: [...first.path, ...inner.path] } as Issue)
    : first;
}

function explain(issue: Issue, given: unknown): string {
  const was = given === undefined ? 'nothing was given' : `${show(given)} was given`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_union':
      return issue.discriminator
        ? `${was}, a known name was expected`
        : `${was}, ${issue.errors.map(([first]) => first && expectation(first)).join(' or ')} was expected`;
    case 'invalid_type':
      return `${was}, ${issue.expected} was expected`;
    case 'too_small':
      return `${was}, ${issue.inclusive ? 'at least' : 'more than'} ${String(issue.minimum)} ${unit(issue.origin)}was expected`;
    case 'too_big':
      return `${was}, ${issue.inclusive ? 'at most' : 'less than'} ${String(issue.maximum)} ${unit(issue.origin)}was expected`;
    case 'invalid_value':
      return `${was}, ${issue.values.map((one) => show(one)).join(' or ')} was expected`;
    default:
      return `${was}: ${issue.message}`;
  }
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map((one) => show(one)).join(' or ');
  return issue.code === 'invalid_type' ? issue.expected : issue.message;
}

const unit = (origin: string): string =>
  origin === 'array' ? 'elements ' : origin === 'string' ? 'characters ' : '';

function advice(issue: Issue, schema: z.ZodType, given: unknown): string | undefined {
  if (issue.code === 'unrecognized_keys') return nearest(issue.keys[0]!, keysAt(schema, issue.path));
  if (issue.code === 'invalid_value' && typeof given === 'string')
    return nearest(given, issue.values.map(String));
  if (issue.code === 'invalid_union' && issue.discriminator) {
    const names = alternativesAt(schema, issue.path.slice(0, -1), issue.discriminator);
    return nearest(String(given), names);
  }
  const meaning = schemaAt(schema, issue.path)?.description;
  return meaning ? `It is ${meaning}.` : undefined;
}

/** The keys a schema takes at a path, unwrapped from defaults and options. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const found = schemaAt(schema, path);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function alternativesAt(schema: z.ZodType, path: readonly PropertyKey[], discriminator: string): string[] {
  const found = schemaAt(schema, path);
  if (!(found instanceof z.ZodDiscriminatedUnion)) return [];
  return found.options.flatMap((option) => {
    const key = (option as z.ZodObject).shape[discriminator];
    return key instanceof z.ZodLiteral ? [...key.values].map(String) : [];
  });
}

function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  const bare = unwrap(schema);
  const [key, ...rest] = path;
  if (key === undefined) return bare;
  if (bare instanceof z.ZodObject) {
    const next = bare.shape[key as string] as z.ZodType | undefined;
    return next && schemaAt(next, rest);
  }
  if (bare instanceof z.ZodArray) return schemaAt(bare.element as z.ZodType, rest);
  return undefined;
}

function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
