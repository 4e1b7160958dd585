import { HelmholtzError } from '@helmholtz/base';

import type { Dataset, Identifier, Labels } from '../dataset.js';
import { labelsOf } from '../files/classes-of.js';
import { piecesOf } from '../series/pieces-of.js';
import { checkWindow, type Piece, wholeSeries, type WindowRule, windowsIn } from '../series/window.js';
import type { AudioRule, FoundRecording } from './audio-rule.js';
import type { Recordings } from './read-recordings.js';

export interface AudioDatasetOptions {
  readonly rule: AudioRule;
  /** Windows that recordings are cut into; each recording is an example by default. */
  readonly window?: Required<WindowRule> | undefined;
  /** Steps of an example without windows; shorter recordings are padded. */
  readonly length: number;
  readonly classNames: readonly string[] | undefined;
}

/**
 * Returns recordings, or windows of them, as a data set. Files, and the second where a window
 * begins, are identifiers.
 *
 * @throws HelmholtzError (`data`) for a recording that is longer than an example.
 */
export function audioDataset(
  name: string,
  found: readonly FoundRecording[],
  { steps, stretches }: Recordings,
  { rule, window, length, classNames }: AudioDatasetOptions,
): Dataset {
  checkWindow(name, stretches, window);
  const pieces = window ? windowsIn(stretches, window) : wholeSeries(stretches);
  const longer = window ? -1 : stretches.findIndex((stretch) => stretch.steps > length);
  if (longer >= 0) {
    throw new HelmholtzError(
      'data',
      `${found[longer]?.name} has ${stretches[longer]?.steps} samples, and an example ${length}.`,
      { hint: 'Cut it, or train with data.window, which cuts recordings of any length.' },
    );
  }
  const labels = classNames && labelsOf(found, classNames);
  const dataset = piecesOf(steps, {
    name,
    length: window?.length ?? length,
    pieces,
    labels: labels && ofPieces(labels, pieces),
    classNames,
    identifiers: identifiersOf(found, stretches, { pieces, window, rule }),
  });
  return { ...dataset, bytes: undefined, series: { audio: rule, ...(window ? { window } : {}) } };
}

function ofPieces(labels: Labels, pieces: readonly Piece[]): Labels {
  const own = pieces.map(({ series }) => labels[series]!);
  return labels instanceof Uint8Array ? Uint8Array.from(own) : Int16Array.from(own);
}

function identifiersOf(
  found: readonly FoundRecording[],
  stretches: Recordings['stretches'],
  {
    pieces,
    window,
    rule,
  }: {
    readonly pieces: readonly Piece[];
    readonly window?: Required<WindowRule> | undefined;
    readonly rule: AudioRule;
  },
): Identifier[] {
  const file = { name: 'file', values: pieces.map(({ series }) => found[series]!.name) };
  if (!window) return [file];
  const seconds = pieces.map(({ series, start }) => {
    const begin = (start - stretches[series]!.start) / rule.sampleRate;
    return `${Number(begin.toFixed(6))}`;
  });
  return [file, { name: 'second', values: seconds }];
}
