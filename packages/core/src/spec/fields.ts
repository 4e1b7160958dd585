import { z } from 'zod';

/** Name of a part. The catalogue checks it, since plugins add names. */
export const partNameSchema = z.string().min(1);

/** Part by name, or with options: `{ name, ...options }`. The part itself checks its options. */
export const partSchema = z.union([partNameSchema, z.looseObject({ name: partNameSchema })]);

/**
 * Largest number of elements of a latent or a layer. A larger number is probably a typing error and
 * would exhaust the memory.
 */
export const largestSize = 65_536;

export const size = z.int().min(1);
/** Name that layers are derived from. */
export const layerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'letters, digits and underscores, starting with a letter');
