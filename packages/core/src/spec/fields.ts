import { z } from 'zod';

/**
 * A registered name: any text at run time, where a plugin may add to them; the known names in a literal's type.
 *
 * An interface, since declaration files would write an alias out, and what a plugin declares would come too late.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface NameSchema<Names> extends z.ZodType<keyof Names & string, keyof Names & string> {}

export const nameOf = <Names>() => z.string().min(1) as unknown as NameSchema<Names>;

/** A part with options: its name alone, or `{ name, ...options }`; the part itself checks its options. */
export const partOf = <Names>() => z.union([nameOf<Names>(), z.looseObject({ name: nameOf<Names>() })]);

/** No latent and no layer has more elements: what is larger is a slip, and would only end in a lack of memory. */
export const largestSize = 65_536;

export const size = z.int().min(1);
/** A name that layers are named after. */
export const layerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'letters, digits and underscores, starting with a letter');
