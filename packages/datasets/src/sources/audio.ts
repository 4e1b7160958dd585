import { HelmholtzError, platform } from '@helmholtz/base';

import { audioDataset } from '../audio/audio-dataset.js';
import {
  audioFiles,
  type AudioRule,
  audioRuleOf,
  checkAgainst,
  type FoundRecording,
  headersOf,
} from '../audio/audio-rule.js';
import { readRecordings } from '../audio/read-recordings.js';
import { resampledFrames } from '../audio/resample.js';
import { absentPart, type Dataset } from '../dataset.js';
import { classesOf } from '../files/classes-of.js';
import { partsOfFolder } from '../files/parts-of-folder.js';
import type { Fitted, FittedArray } from '../fitted/fitted.js';
import { completedWindow, describeWindows, type WindowRule, windowsIn } from '../series/window.js';
import { ownValidation } from './own-validation.js';
import type { DatasetSource } from './source.js';

/** Longer examples would train for days, unseen. */
const MOST_STEPS = 2 ** 16;

/** Folders of WAV files, whose subfolders are classes. */
export const audio: DatasetSource<'audio'> = {
  name: 'audio',
  description:
    'your own recordings: .wav files in a folder, classes by subfolder; cut into windows by data.window',
  streams: true,
  takes: ['sampleRate', 'channels', 'window', 'testShare'],
  async load(options) {
    const { dataDir: folder, files = platform.files, stream, signal, cacheDir, onChange, onRead } = options;
    if (folder === undefined) {
      throw new HelmholtzError('usage', 'The data set "audio" takes a folder, and none was given.', {
        hint: 'Give the folder of the recordings: --data-dir <folder>, or dataDir in the data of a spec.',
      });
    }
    const known = options.fitted && knownAudio(options.fitted);
    const found = await partsOfFolder(folder, {
      files,
      kind: audioFiles,
      testShare: options.testShare,
      isTrained: known !== undefined,
      onChange,
    });
    const parts = {
      train: await headersOf(files, found.train),
      validation: await headersOf(files, found.validation),
      test: await headersOf(files, found.test),
    };
    const all = [...parts.train, ...parts.validation, ...parts.test];
    const rule = known?.rule ?? audioRuleOf(all, options);
    if (known) for (const recording of all) checkAgainst(rule, recording);
    const window = known ? known.window : completedWindow(options.window);
    const length = known ? (known.fitted.shape[0] ?? 1) : (window?.length ?? longestOf(all, rule));
    const classNames = known ? known.fitted.classNames : classesOf(parts.train, audioFiles.plural);
    const part = async (name: string, own: readonly FoundRecording[]): Promise<Dataset> => {
      const recordings = await readRecordings(own, { rule, files, stream, cacheDir, signal, onRead });
      if (window && name === 'audio/train' && !known) {
        const seconds = Number((window.length / rule.sampleRate).toPrecision(3));
        const pieces = windowsIn(recordings.stretches, window);
        onChange?.(
          `${folder}: ${own.length} recordings, ${describeWindows(pieces, window)} (${seconds} s at ${rule.sampleRate} Hz)`,
        );
      }
      return audioDataset(name, own, recordings, { rule, window, length, classNames });
    };
    const resampled = all.filter(({ header }) => header.sampleRate !== rule.sampleRate).length;
    if (resampled > 0) {
      onChange?.(
        `${folder}: ${resampled} of ${all.length} recordings are resampled to ${rule.sampleRate} Hz`,
      );
    }
    if (parts.train.length === 0) {
      const test = await part('audio/test', parts.test);
      return { train: absentPart('audio/train', test, () => absent(folder)), test };
    }
    const own = parts.validation.length > 0;
    if (own && !known) onChange?.(ownValidation('The folder validation', parts.validation.length));
    return {
      train: await part('audio/train', parts.train),
      ...(own ? { validation: await part('audio/validation', parts.validation) } : {}),
      test: await part('audio/test', parts.test),
    };
  },
};

/** @throws HelmholtzError (`usage`) for examples that are too long to train on. */
function longestOf(recordings: readonly FoundRecording[], { sampleRate }: AudioRule): number {
  const longest = recordings.reduce(
    (most, { header }) => Math.max(most, resampledFrames(header.frames, header.sampleRate, sampleRate)),
    1,
  );
  if (longest <= MOST_STEPS) return longest;
  throw new HelmholtzError(
    'usage',
    `The longest recording has ${longest} samples; up to ${MOST_STEPS} are one example.`,
    {
      hint: 'Cut recordings into windows, such as data: { window: { length: 1024, hop: 512 } }; or declare a lower data.sampleRate.',
    },
  );
}

interface KnownAudio {
  readonly fitted: FittedArray;
  readonly rule: AudioRule;
  readonly window: Required<WindowRule> | undefined;
}

/** @throws HelmholtzError (`data`) for a model that was trained on other data. */
export function knownAudio(fitted: Fitted): KnownAudio {
  if (fitted.form === 'array' && fitted.series?.audio) {
    return { fitted, rule: fitted.series.audio, window: fitted.series.window };
  }
  const what = fitted.form === 'array' ? `arrays of shape [${fitted.shape.join(', ')}]` : 'a table';
  throw new HelmholtzError('data', `The model was trained on ${what}, not on recordings.`, {
    hint: 'Give data of the same kind as the training data.',
  });
}

function absent(folder: string): HelmholtzError {
  return new HelmholtzError('data', `There are no training recordings in ${folder}.`, {
    hint: 'Put them into its subfolder train, or choose the test set.',
  });
}
