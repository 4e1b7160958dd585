import { z } from 'zod';

import { HelmholtzError, type HostDescription, parseJson, platform } from '@helmholtz/base';

/** The machine, versions and command of a run: enough to judge its times and to repeat it. */
export interface Environment extends HostDescription {
  readonly helmholtz: string;
  readonly tensorflowjs: string;
  readonly backend: string;
  readonly date: string;
  readonly command: string;
  /** Files of the plugins that the run was trained with, and that opening it needs. */
  readonly plugins: readonly string[];
  /** Number of training examples, without the validation examples. */
  readonly examples?: number | undefined;
  /** Number of training examples by part, if the training set has parts. */
  readonly parts?: Readonly<Record<string, number>> | undefined;
}

/**
 * Describes the environment of a run that begins now.
 *
 * @param versions versions of the packages in use, which this file does not load.
 * @param host machine that is described; the present one by default.
 *
 * @example
 * ```ts
 * import { describeEnvironment } from '@helmholtz/core/run';
 *
 * const versions = { helmholtz: '0.1.0', tensorflowjs: '4.22.0', backend: 'cpu' };
 * const run = { ...versions, command: 'train vae', plugins: [] };
 * const { cores, date } = describeEnvironment(run);
 * console.log(cores >= 1, Date.parse(date) <= Date.now()); // true true
 * ```
 */
export function describeEnvironment(
  versions: Omit<Environment, keyof HostDescription | 'date'>,
  host: HostDescription = platform.host.describe(),
): Environment {
  return { ...versions, ...host, date: new Date().toISOString() };
}

const environmentSchema = z.looseObject({
  helmholtz: z.string(),
  tensorflowjs: z.string(),
  node: z.string(),
  backend: z.string(),
  platform: z.string(),
  processor: z.string(),
  cores: z.number(),
  memory: z.number(),
  date: z.string(),
  command: z.string(),
  plugins: z.array(z.string()),
  examples: z.int().positive().optional(),
  parts: z.record(z.string(), z.int().positive()).optional(),
}) satisfies z.ZodType<Environment>;

/**
 * Reads the text of an environment.json.
 *
 * @throws HelmholtzError (`data`) if it is not an environment.
 */
export function parseEnvironment(text: string, source: string): Environment {
  try {
    return environmentSchema.parse(parseJson(text));
  } catch (cause) {
    throw new HelmholtzError('data', `${source} does not describe the environment of a run.`, {
      hint: 'It is damaged, or was written by another program.',
      cause,
    });
  }
}
