import type { TestFn } from 'ava';

import { toText } from '../files/bytes.js';
import { joinPath } from '../files/paths.js';
import { storageCode } from '../files/storage-error.js';
import { type MakePlace, chunks, failure, collect, testsAt } from './place.js';

const oddNames = [
  'with blanks ',
  '.hidden',
  'ümlaut-β-数-🙂',
  'quote\'"`',
  'a\nb',
  '%2e%2e',
  '#?&*|',
  '-rf',
  'back\\slash',
  'CON',
];

/** Conformance tests of contents, names and errors. */
export function conformContents(test: TestFn, makePlace: MakePlace): void {
  const at = testsAt(test, makePlace);

  at('written contents are read back, text as UTF-8 and bytes unchanged', async (t, { files, folder }) => {
    const path = joinPath(folder, 'a');
    await files.writeAtomic(path, 'grün');
    t.is(toText(await files.read(path)), 'grün');
    t.deepEqual(await files.stat(path).then((found) => [found?.kind, found?.size]), ['file', 5]);
    await files.writeAtomic(path, Uint8Array.of(0, 255, 10));
    t.deepEqual(await files.read(path), Uint8Array.of(0, 255, 10));
    await files.writeAtomic(path, '');
    t.deepEqual(await files.read(path), new Uint8Array(0));
    t.deepEqual(await files.list(folder), ['a']);
  });

  at('bytes that change afterwards change no file, and none that was read', async (t, { files, folder }) => {
    const path = joinPath(folder, 'a');
    const bytes = Uint8Array.of(1, 2);
    await files.writeAtomic(path, bytes);
    bytes[0] = 9;
    (await files.read(path))[0] = 9;
    t.deepEqual(await files.read(path), Uint8Array.of(1, 2));
  });

  at('names with odd characters are names', async (t, { files, folder }) => {
    for (const name of oddNames) await files.writeAtomic(joinPath(folder, name), name);
    t.deepEqual(await files.list(folder), [...oddNames].sort());
    for (const name of oddNames) t.is(toText(await files.read(joinPath(folder, name))), name);
    await files.makeFolder(joinPath(folder, 'folder 🙂'));
    await files.appendLine(joinPath(folder, 'folder 🙂', 'x'), 'y');
    t.deepEqual(await files.list(joinPath(folder, 'folder 🙂')), ['x']);
  });

  at('a path may have dots, doubled slashes and a slash at its end', async (t, { files, folder }) => {
    await files.makeFolder(`${folder}/a//b/`);
    await files.writeAtomic(`${folder}/./a/../a/b/c`, '1');
    t.is(toText(await files.read(`${folder}//a/b/c`)), '1');
    t.deepEqual(await files.list(`${folder}/a/b/`), ['c']);
    t.is(files.absolute(`${folder}/a/../b/./c`), joinPath(files.absolute(folder), 'b', 'c'));
  });

  at('nothing is at a path that does not exist', async (t, { files, folder }) => {
    const path = joinPath(folder, 'none');
    t.is(await files.stat(path), undefined);
    await files.writeAtomic(joinPath(folder, 'file'), '');
    t.is(await files.stat(joinPath(folder, 'file', 'below')), undefined);
    await t.notThrowsAsync(files.remove(path));
    const work: readonly [string, Promise<unknown>][] = [
      ['read', files.read(path)],
      ['read', files.readRange(path, 0, 1)],
      ['read', files.list(path)],
      ['read', collect(files.stream(path))],
      ['write', files.touch(path)],
      ['write', files.writeAtomic(joinPath(path, 'a'), '')],
      ['write', files.appendLine(joinPath(path, 'a'), '')],
      ['write', files.createExclusive(joinPath(path, 'a'), '')],
      ['write', files.writeFrom(joinPath(path, 'a'), 0, chunks('a'))],
    ];
    for (const [action, each] of work) {
      const error = await failure(each);
      t.is(error.kind, 'storage');
      t.regex(error.message, new RegExp(`^Could not ${action} .*none(/a)?: ENOENT\\.$`));
      t.is(error.hint, 'Check the path.');
      t.is(storageCode(error), 'ENOENT');
    }
    for (const each of [files.rename(path, `${path}2`), files.duplicate(path, `${path}2`)])
      t.is(storageCode(await failure(each)), 'ENOENT');
    t.deepEqual(await files.list(folder), ['file']);
  });

  at('errors name the path and say what to do', async (t, { files, folder }) => {
    const [file, inside] = [joinPath(folder, 'file'), joinPath(folder, 'inside')];
    await files.writeAtomic(file, 'old');
    await files.makeFolder(inside);
    const long = joinPath(folder, 'a'.repeat(300));
    const refusals: readonly [Promise<unknown>, string, RegExp][] = [
      [files.read(inside), `Could not read ${inside}: EISDIR.`, /is a folder/],
      [files.writeAtomic(inside, ''), `Could not write ${inside}: EISDIR.`, /is a folder/],
      [files.list(file), `Could not read ${file}: ENOTDIR.`, /is a file, not a folder/],
      [files.writeAtomic(`${file}/a`, ''), `Could not write ${file}/a: ENOTDIR.`, /is a file, not a folder/],
      [files.appendLine(`${file}/a`, ''), `Could not write ${file}/a: ENOTDIR.`, /is a file, not a folder/],
      [files.makeFolder(file), `Could not create ${file}: EEXIST.`, /exists: choose another name/],
      [files.writeAtomic(long, ''), `Could not write ${long}: ENAMETOOLONG.`, /shorter name/],
      [
        files.writeAtomic(`${folder}/a\0b`, ''),
        `Could not write ${folder}/a\0b: EINVAL.`,
        /unusual characters/,
      ],
    ];
    for (const [work, message, hint] of refusals) {
      const error = await failure(work);
      t.deepEqual([error.kind, error.message], ['storage', message]);
      t.regex(error.hint ?? '', hint);
    }
    t.is(toText(await files.read(file)), 'old');
    t.deepEqual(await files.list(folder), ['file', 'inside']);
  });

  at('a file is replaced as a whole: a reader finds one or the other', async (t, { files, folder }) => {
    const path = joinPath(folder, 'a');
    const contents = ['x'.repeat(300_000), 'y'.repeat(100)];
    await files.writeAtomic(path, contents[0] ?? '');
    let written = false;
    const writing = (async () => {
      for (let round = 0; round < 20; round++) await files.writeAtomic(path, contents[round % 2] ?? '');
      written = true;
    })();
    while (!written) {
      const text = toText(await files.read(path));
      t.true(contents.includes(text), `${text.length} characters`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await writing;
    t.deepEqual(await files.list(folder), ['a']);
  });

  at('lines come one after another, in a file that is made for the first', async (t, { files, folder }) => {
    const path = joinPath(folder, 'lines');
    for (const line of ['one', 'two, ä', '']) await files.appendLine(path, line);
    t.is(toText(await files.read(path)), 'one\ntwo, ä\n\n');
  });
}
