/** Machine as `environment.json` describes it. */
export interface HostDescription {
  /** Version of Node.js; in a page, the browser's user agent. */
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  /** In GiB; 0 if unknown. */
  readonly memory: number;
}

/** The machine and the process that a program runs in. */
export interface Host {
  /** Name of the machine. */
  readonly name: string;
  /** Id of this process. */
  readonly pid: number;
  /** Returns the namespace of process ids. Each container of a machine has its own. */
  processSpace(): Promise<string>;
  /**
   * Returns when a process started, as text: the same at every call, and different for a later
   * process with the same id. Returns undefined if there is no such process.
   */
  processStart(pid: number): Promise<string | undefined>;
  describe(): HostDescription;
  /** Returns the memory that the process may use, in bytes; Infinity if unknown. */
  memoryLimit(): number;
}
