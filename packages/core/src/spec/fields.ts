import { z } from 'zod';

/** The name of a part. The catalogue knows which names there are, since plugins add to them. */
export const partNameSchema = z.string().min(1);

/** A part by its name, or with options: `{ name, ...options }`. The part itself checks its options. */
export const partSchema = z.union([partNameSchema, z.looseObject({ name: partNameSchema })]);

/** No latent and no layer has more elements: what is larger is a slip, and would only end in a lack of memory. */
export const largestSize = 65_536;

export const size = z.int().min(1);
/** A name that layers are named after. */
export const layerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'letters, digits and underscores, starting with a letter');
