import { arch, cpus, platform, release, totalmem } from 'node:os';

import { z } from 'zod';

import { HelmholtzError, parseJson } from '@helmholtz/base';

/** Where a run was made: enough to judge its timings and to repeat it. */
export interface Environment {
  readonly helmholtz: string;
  readonly tensorflowjs: string;
  readonly node: string;
  readonly backend: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  /** In GiB. */
  readonly memory: number;
  readonly date: string;
  readonly command: string;
  /** The files of the plugins that the run was trained with, and can be opened with. */
  readonly plugins: readonly string[];
  /** How many examples it is trained on, without those held out. */
  readonly examples?: number | undefined;
}

/** @param versions those of the packages in use, which this file does not load. */
export function describeEnvironment(
  versions: Pick<Environment, 'helmholtz' | 'tensorflowjs' | 'backend' | 'command' | 'plugins' | 'examples'>,
): Environment {
  const processors = cpus();
  return {
    ...versions,
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memory: Math.round(totalmem() / 2 ** 30),
    date: new Date().toISOString(),
  };
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
}) satisfies z.ZodType<Environment>;

/**
 * Reads the text of an environment.json.
 *
 * @throws HelmholtzError (`data`) where it is none.
 */
export function parseEnvironment(text: string, source: string): Environment {
  try {
    return environmentSchema.parse(parseJson(text));
  } catch (cause) {
    throw new HelmholtzError('data', `${source} does not describe where a run was made.`, {
      hint: 'It is damaged, or of another program.',
      cause,
    });
  }
}
