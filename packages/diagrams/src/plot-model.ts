import { platform } from '#platform';
import { describeModel } from '@helmholtz/core/describe';
import type { ModelDescription } from '@helmholtz/core/description';
import { HelmholtzError } from '@helmholtz/base';

import { draw } from './draw.js';
import { type FormatName, formats } from './formats/formats.js';
import type { DrawOptions } from './options.js';

/** Options of `plotModel`: the options of `draw`, and the file to write. */
export interface PlotOptions extends DrawOptions {
  /** File to write, in the format of its extension. By default no file is written. */
  readonly toFile?: string;
  /** Format of the drawing. Default: the extension of `toFile`, or SVG without it. */
  readonly format?: FormatName;
}

/**
 * Draws a TensorFlow.js layers model, as `plot_model` of Keras does.
 *
 * @param model a layers model from any copy of TensorFlow.js, or a model description
 * @returns the drawing: a string for SVG, TikZ, DOT, Mermaid and JSON, bytes for PNG and PDF
 * @throws HelmholtzError as `draw` does; of kind `storage` if the file can't be written. An
 *   existing file is then unchanged.
 * @example
 * ```ts
 * import { plotModel } from '@helmholtz/diagrams';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { existsSync } from 'node:fs';
 *
 * const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
 * await plotModel(model, { toFile: 'model.png', showShapes: true });
 * console.log(existsSync('model.png')); // true
 * ```
 */
export async function plotModel(
  model: Parameters<typeof describeModel>[0] | ModelDescription,
  { toFile, format, ...options }: PlotOptions = {},
): Promise<string | Uint8Array> {
  const written = format ?? (toFile === undefined ? 'svg' : formatOf(toFile));
  const contents = await draw('nodes' in model ? model : describeModel(model), written, options);
  if (toFile !== undefined) await platform.writeFile(toFile, contents);
  return contents;
}

function formatOf(file: string): FormatName {
  const format = formats.find(({ name }) => file.toLowerCase().endsWith(`.${name}`));
  if (format) return format.name;
  throw new HelmholtzError('usage', `The file name ${JSON.stringify(file)} does not end in a known format.`, {
    hint: `End it in ${formats.map(({ name }) => `.${name}`).join(', ')}, or set the option "format".`,
  });
}
