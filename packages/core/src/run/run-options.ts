import { type Files, type Host, platform } from '@helmholtz/base';

/** Files that hold a run's folder, and the process that writes to it. */
export interface RunOptions {
  /**
   * Files that hold the folder. Those of the file system by default; in a page, the page's memory.
   */
  readonly files?: Files | undefined;
  /** Machine and process named in the lock. The present ones by default. */
  readonly host?: Host | undefined;
}

export function withDefaults({ files = platform.files, host = platform.host }: RunOptions): Required<{
  files: Files;
  host: Host;
}> {
  return { files, host };
}
