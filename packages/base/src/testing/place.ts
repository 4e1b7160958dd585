import type { ExecutionContext, TestFn } from 'ava';

import { HelmholtzError } from '../errors.js';
import type { Files } from '../files/files.js';

/** Files to test, and an empty folder of theirs. */
export interface Place {
  readonly files: Files;
  readonly folder: string;
}

export type MakePlace = (t: ExecutionContext) => Promise<Place>;

/** Declares a test that gets a place of its own. */
export type TestAt = (title: string, run: (t: ExecutionContext, place: Place) => Promise<void>) => void;

export function testsAt(test: TestFn, makePlace: MakePlace): TestAt {
  return (title, run) => void test(title, async (t) => run(t, await makePlace(t)));
}

export async function* chunks(...parts: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield new TextEncoder().encode(part);
  }
}

export async function failure(work: Promise<unknown>): Promise<HelmholtzError> {
  const error: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (error instanceof HelmholtzError) return error;
  throw new Error(`A HelmholtzError was expected, not ${String(error)}.`);
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
