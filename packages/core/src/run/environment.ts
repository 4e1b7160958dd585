import { arch, cpus, platform, release, totalmem } from 'node:os';

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
}

/** @param versions those of the packages in use, which this file does not load. */
export function describeEnvironment(
  versions: Pick<Environment, 'helmholtz' | 'tensorflowjs' | 'backend' | 'command' | 'plugins'>,
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
