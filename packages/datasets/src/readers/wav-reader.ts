import { HelmholtzError, nameOf } from '@helmholtz/base';

import { audioDataset } from '../audio/audio-dataset.js';
import { audioFiles, checkAgainst, headersOf } from '../audio/audio-rule.js';
import { readRecordings } from '../audio/read-recordings.js';
import { findFiles } from '../files/find-files.js';
import { knownAudio } from '../sources/audio.js';
import type { ExampleReader } from './example-reader.js';

/** A recording, or a folder of recordings, resampled, mixed and cut as the training data. */
export const wavReader: ExampleReader = {
  name: 'wav',
  description: 'a recording, or a folder of recordings',
  extensions: audioFiles.extensions,
  folders: true,
  suits: (fitted) => fitted.form === 'array' && fitted.series?.audio !== undefined,
  async read(path, { fitted, files, signal }) {
    const name = nameOf(path);
    const { fitted: known, rule, window } = knownAudio(fitted);
    const isFolder = (await files.stat(path))?.kind === 'folder';
    const found = isFolder
      ? (await findFiles(files, path, audioFiles)).found
      : [{ path, name, className: undefined }];
    if (found.length === 0) {
      throw new HelmholtzError('usage', `${path} has no recordings.`, {
        hint: 'Expected files that end in .wav. For a folder with train and test, use --data-dir.',
      });
    }
    const recordings = await headersOf(files, found);
    for (const recording of recordings) checkAgainst(rule, recording);
    const read = await readRecordings(recordings, { rule, files, signal });
    const length = known.shape[0] ?? 1;
    return {
      array: audioDataset(name, recordings, read, { rule, window, length, classNames: known.classNames }),
    };
  },
};
