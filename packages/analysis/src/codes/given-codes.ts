import { HelmholtzError, nameOf, platform } from '@helmholtz/base';
import {
  type Examples,
  latentTraits,
  type LatentVariable,
  type LatentVariableModel,
  type NamedExamples,
  readExamples,
  sizeOf,
} from '@helmholtz/core';
import { npyDataset, parseTable, readNpy } from '@helmholtz/datasets';

import { fileName } from '../files/examples-npy.js';
import { indicesOf } from '../generating/indices.js';
import { axisName } from '../latent-space/latent-plane.js';
import { codeSize, ownLatents, splitCodes } from './code-layout.js';

/**
 * Reads codes from a file, one for each example: a .npy file, or a .csv file as `embed` writes it.
 * A model with several latents takes all elements of a row together, the file `<latent>.npy`, or
 * columns such as `z1[1]`. Latents that the file lacks are left out.
 *
 * @throws HelmholtzError (`usage`, `data`) that names the file, and the row of a wrong value.
 */
export async function givenCodes(path: string, model: LatentVariableModel): Promise<NamedExamples> {
  const status = await platform.files.stat(path);
  if (status?.kind !== 'file') {
    throw new HelmholtzError('usage', `There is no file ${path} with codes.`, {
      hint: 'The path is relative to the current folder. `helmholtz embed` writes such files.',
    });
  }
  const latents = ownLatents(model);
  const codes = await readCodes(path, latents);
  for (const latent of latents) {
    const latentCodes = codes.get(latent.name);
    if (latentCodes) checkValues(path, latent, latentCodes);
  }
  return codes;
}

async function readCodes(path: string, latents: readonly LatentVariable[]): Promise<NamedExamples> {
  if (/\.npy$/i.test(path)) return codesOfArray(path, latents);
  if (/\.[ct]sv$/i.test(path)) return codesOfTable(path, latents);
  throw new HelmholtzError('usage', `The file of codes ${path} has an unknown format.`, {
    hint: 'Codes are read from .npy and .csv files.',
  });
}

async function codesOfArray(path: string, latents: readonly LatentVariable[]): Promise<NamedExamples> {
  const name = nameOf(path);
  const data = npyDataset({
    name,
    array: await readNpy(path, { files: platform.files }),
    bytes: 'numbers',
  });
  const examples = readExamples(data, indicesOf(data));
  const length = sizeOf(data.shape);
  const fileLatent = latents.find((latent) => name.replace(/\.npy$/i, '') === fileName(latent.name));
  if (fileLatent && sizeOf(fileLatent.shape) === length) {
    return new Map([[fileLatent.name, { ...examples, shape: fileLatent.shape }]]);
  }
  if (length === codeSize(latents)) return splitCodes(latents, { ...examples, shape: [length] });
  throw new HelmholtzError('data', `${name} has ${length} numbers for each code.`, {
    hint: `Expected an array of shape ${expectedShapes(latents)}.`,
  });
}

function expectedShapes(latents: readonly LatentVariable[]): string {
  const shapes = latents.map(({ name, shape }) => `[count, ${shape.join(', ')}] for "${name}"`);
  if (latents.length === 1) return shapes.join('');
  const files = latents.map(({ name }) => `${fileName(name)}.npy`).join(', ');
  return `[count, ${codeSize(latents)}] for all latents, or a file of one latent: ${files}`;
}

async function codesOfTable(path: string, latents: readonly LatentVariable[]): Promise<NamedExamples> {
  const name = nameOf(path);
  const table = parseTable(new TextDecoder().decode(await platform.files.read(path)), name);
  const codesByLatent = new Map<string, Examples>();
  for (const latent of latents) {
    const size = sizeOf(latent.shape);
    const columns = Array.from({ length: size }, (_, axis) => axisName(latent, axis));
    const presentColumns = columns.filter((column) => table.columns.includes(column));
    if (presentColumns.length === 0) continue;
    const missing = columns.find((column) => !presentColumns.includes(column));
    if (missing !== undefined) {
      throw new HelmholtzError('data', `${name} has no column "${missing}" of the latent "${latent.name}".`, {
        hint: `Expected all of its columns, from "${columns[0]}" to "${columns.at(-1)}".`,
      });
    }
    const values = new Float32Array(table.size * size);
    columns.forEach((column, axis) => {
      table.cells(column).forEach(({ text }, row) => {
        values[row * size + axis] = text.trim() === '' ? NaN : Number(text);
      });
    });
    codesByLatent.set(latent.name, { count: table.size, shape: latent.shape, values });
  }
  if (codesByLatent.size > 0) return codesByLatent;
  const [first] = latents;
  throw new HelmholtzError('data', `${name} has no columns of codes.`, {
    hint: `Expected columns such as "${axisName(first!, 0)}", as in codes.csv of \`helmholtz embed\`.`,
  });
}

function checkValues(path: string, latent: LatentVariable, { shape, values }: Examples): void {
  const size = sizeOf(shape);
  const support = latentTraits(latent)?.priorSupport;
  const isValid = (value: number): boolean =>
    Number.isFinite(value) && (support === undefined || support.contains(value));
  const invalidIndex = values.findIndex((value) => !isValid(value));
  if (invalidIndex === -1) return;
  throw new HelmholtzError(
    'data',
    `${nameOf(path)}, code ${Math.floor(invalidIndex / size)}: element ${(invalidIndex % size) + 1} of "${latent.name}" is ${values[invalidIndex]}.`,
    { hint: `The latent takes ${support?.description ?? 'any finite number'}.` },
  );
}
