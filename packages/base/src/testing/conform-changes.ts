import type { TestFn } from 'ava';

import { toText } from '../files/bytes.js';
import { removeTemporaries } from '../files/files.js';
import { joinPath } from '../files/paths.js';
import { storageCode } from '../files/storage-error.js';
import { walk } from '../files/walk.js';
import { type MakePlace, chunks, failure, collect, same, testsAt } from './place.js';

/** Conformance tests of parts, streams, renaming and folders. */
export function conformChanges(test: TestFn, makePlace: MakePlace): void {
  const at = testsAt(test, makePlace);

  at('of many that create a file at once exactly one does', async (t, { files, folder }) => {
    const path = joinPath(folder, 'lock');
    const created = await Promise.all(
      Array.from({ length: 10 }, (_, index) => files.createExclusive(path, String(index))),
    );
    t.is(created.filter(Boolean).length, 1);
    t.is(toText(await files.read(path)), String(created.indexOf(true)));
    await files.remove(path);
    t.true(await files.createExclusive(path, 'again'));
    t.false(await files.createExclusive(folder, ''));
  });

  at('a range ends where the file ends', async (t, { files, folder }) => {
    const path = joinPath(folder, 'a');
    await files.writeAtomic(path, '0123456789');
    for (const [start, length, expected] of [
      [0, 4, '0123'],
      [7, 3, '789'],
      [7, 100, '789'],
      [10, 5, ''],
      [1000, 5, ''],
      [3, 0, ''],
    ] as const) {
      t.is(toText(await files.readRange(path, start, length)), expected);
      if (!files.readRangeSync) continue;
      const into = new Uint8Array(length);
      const count = files.readRangeSync(path, start, into);
      t.is(toText(into.subarray(0, count)), expected);
    }
  });

  at('a large file is read in chunks, in ranges and as a whole', async (t, { files, folder }) => {
    const path = joinPath(folder, 'large');
    const bytes = Uint8Array.from({ length: 5_000_011 }, (_, index) => (index * 7919) % 251);
    await files.writeAtomic(path, bytes);
    t.true(same(await files.read(path), bytes));
    const parts: Uint8Array[] = [];
    for await (const chunk of files.stream(path, { chunkBytes: 65_536 })) {
      t.true(chunk.length <= 65_536);
      parts.push(chunk);
    }
    t.true(same(Uint8Array.from(parts.flatMap((part) => [...part])), bytes));
    const start = 4_000_000;
    t.true(same(await files.readRange(path, start, 1_000), bytes.subarray(start, start + 1_000)));
  });

  at('reading stops at an abort signal', async (t, { files, folder }) => {
    const path = joinPath(folder, 'a');
    await files.writeAtomic(path, 'x'.repeat(100_000));
    const signal = AbortSignal.abort();
    for (const work of [files.read(path, { signal }), collect(files.stream(path, { signal }))])
      t.is(await work.catch((error: unknown) => (error as Error).name), 'AbortError');
  });

  at('chunks are written from a position on, and end the file', async (t, { files, folder }) => {
    const path = joinPath(folder, 'part');
    await files.writeFrom(path, 0, chunks('01', '23456'));
    t.is(toText(await files.read(path)), '0123456');
    await files.writeFrom(path, 2, chunks('ab', 'c'));
    t.is(toText(await files.read(path)), '01abc');
    await files.writeFrom(path, 5, chunks());
    t.is(toText(await files.read(path)), '01abc');
    const stopped = files.writeFrom(path, 1, chunks('XY', new Error('the line broke')));
    await t.throwsAsync(stopped, { message: 'the line broke' });
    t.is(toText(await files.read(path)), '0XYbc', 'what had come stays, and nothing behind it is lost');
  });

  at(
    'a renamed file replaces another, and a duplicate stays when its source changes',
    async (t, { files, folder }) => {
      const [a, b, c] = ['a', 'b', 'c'].map((name) => joinPath(folder, name)) as [string, string, string];
      await files.writeAtomic(a, '1');
      await files.writeAtomic(b, '2');
      await files.rename(a, b);
      t.is(toText(await files.read(b)), '1');
      await files.rename(b, b);
      await files.duplicate(b, c);
      await files.duplicate(b, c);
      await files.writeAtomic(b, '3');
      t.is(toText(await files.read(c)), '1');
      await files.remove(b);
      t.deepEqual(await files.list(folder), ['c']);
    },
  );

  at('a folder is made with its parents, and lists its contents', async (t, { files, folder }) => {
    await Promise.all(Array.from({ length: 5 }, () => files.makeFolder(joinPath(folder, 'b', 'c'))));
    await files.writeAtomic(joinPath(folder, 'b', 'z'), '');
    await files.writeAtomic(joinPath(folder, 'b', 'c', 'x'), '');
    await files.writeAtomic(joinPath(folder, 'a'), '');
    t.is((await files.stat(joinPath(folder, 'b')))?.kind, 'folder');
    t.deepEqual(await files.list(folder), ['a', 'b']);
    t.deepEqual(await files.list(joinPath(folder, 'b')), ['c', 'z']);
    const paths: string[] = [];
    for await (const path of walk(files, folder)) paths.push(path);
    t.deepEqual(paths, ['a', 'b/c/x', 'b/z']);
    t.is(storageCode(await failure(files.remove(joinPath(folder, 'b')))) !== undefined, true);
  });

  at('the time of the last change moves on', async (t, { files, folder }) => {
    const path = joinPath(folder, 'a');
    await files.writeAtomic(path, '');
    const before = (await files.stat(path))?.modified ?? NaN;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await files.touch(path);
    t.true(((await files.stat(path))?.modified ?? NaN) > before);
    t.true(Math.abs(before - Date.now()) < 60_000);
  });

  at('temporary files of killed processes are removed, and nothing else', async (t, { files, folder }) => {
    for (const name of ['a', 'a.123.tmp', 'tmp']) await files.writeAtomic(joinPath(folder, name), '');
    await removeTemporaries(files, folder);
    t.deepEqual(await files.list(folder), ['a', 'tmp']);
    files.removeAtExit(joinPath(folder, 'a'))();
    t.deepEqual(await files.list(folder), ['a', 'tmp']);
  });
}
