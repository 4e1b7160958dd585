import { type Files, type Host, platform } from '@helmholtz/base';

/** Where a run's folder lies, and who writes to it. */
export interface RunOptions {
  /** Files that hold the folder. Those of the file system by default; in a page, the page's memory. */
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
