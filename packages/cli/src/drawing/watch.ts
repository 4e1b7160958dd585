import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';

import { formatError } from '../errors.js';
import { abortOnInterrupt } from '../interrupt.js';
import type { Terminal } from '../terminal.js';

/**
 * Editors write a file in several steps: events within this time, in milliseconds, are one change.
 */
const settled = 80;

/**
 * Returns the files among the sources of a command. Recipes and folders are not watched.
 *
 * @param out file or folder of the drawings; required
 */
export async function watchedFiles(sources: readonly string[], out: string | undefined): Promise<string[]> {
  if (out === undefined) {
    throw new HelmholtzError('usage', '--watch needs --out.', {
      hint: 'Add --out model.svg: the file is written again after every change.',
    });
  }
  const areFiles = await Promise.all(
    sources.map((source) =>
      stat(source).then(
        (entry) => entry.isFile(),
        () => false,
      ),
    ),
  );
  const files = sources.filter((_, index) => areFiles[index]).map((source) => resolve(source));
  if (files.length > 0) return files;
  throw new HelmholtzError('usage', `--watch needs a file, but ${sources.join(', ')} is not a file.`, {
    hint: 'Write the model to a file, such as model.yaml, and draw that file.',
  });
}

/**
 * Draws again after every change of the files, until Ctrl-C. Errors are printed; the old drawing
 * stays.
 */
export async function watchUntilInterrupted(
  files: readonly string[],
  drawNow: () => Promise<void>,
  terminal: Terminal,
): Promise<void> {
  const { signal, release } = abortOnInterrupt(() => undefined);
  const watching = watchFiles(files, () =>
    drawNow().catch((error: unknown) => terminal.warn(formatError(error, false).replace(/^error: /, ''))),
  );
  terminal.status(`watching ${files.join(', ')}; Ctrl-C ends it`);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  watching.stop();
  release();
}

/**
 * Calls back after every change of one of the files, one call at a time, until it is stopped.
 * Watches their folders, since many programs save by replacing the file.
 */
function watchFiles(files: readonly string[], onChange: () => Promise<void>): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const names = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = dirname(file);
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(file)));
  }
  const watchers = [...names].map(([folder, those]): FSWatcher =>
    watch(folder, (_, name) => {
      if (name !== null && !those.has(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(onChange);
      }, settled);
    }),
  );
  return {
    stop() {
      clearTimeout(timer);
      watchers.forEach((watcher) => watcher.close());
    },
  };
}
