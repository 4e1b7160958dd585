import { z } from 'zod';

import { HelmholtzError, quoted } from '@helmholtz/base';

const weight = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: z
    .looseObject({ dtype: z.enum(['uint8', 'uint16', 'float16']), original_dtype: z.string().optional() })
    .optional(),
});

/**
 * Manifest of a model.json: groups of files, and the weights that are stored in them one after
 * another.
 */
export const weightsManifest = z.array(z.object({ paths: z.array(z.string()), weights: z.array(weight) }));

export type WeightsManifest = z.output<typeof weightsManifest>;

const typeBytes = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** Returns the number of bytes that the weights of a manifest take in its files. */
export function promisedBytes(manifest: WeightsManifest): number {
  return manifest
    .flatMap(({ weights }) => weights)
    .map(({ shape, dtype, quantization }) =>
      shape.reduce((product, length) => product * length, typeBytes[quantization?.dtype ?? dtype]),
    )
    .reduce((total, bytes) => total + bytes, 0);
}

/**
 * Returns the files that a manifest names, in the order of their contents. They must be in the
 * model's folder, each named once: otherwise a model.json could read other files, or one file again
 * and again.
 *
 * @throws HelmholtzError (`data`)
 */
export function weightFiles(manifest: WeightsManifest, modelPath: string): string[] {
  const files = new Set<string>();
  const refused = (path: string, how: string, hint: string): HelmholtzError =>
    new HelmholtzError('data', `${modelPath} names the weights file ${quoted(path)}${how}.`, { hint });
  for (const path of manifest.flatMap((group) => group.paths)) {
    if (!/^[\w.-]+$/.test(path) || path === '..' || path === '.')
      throw refused(path, '', 'A file in the same folder was expected.');
    if (files.has(path)) throw refused(path, ' twice', 'Each file was expected once.');
    files.add(path);
  }
  return [...files];
}
