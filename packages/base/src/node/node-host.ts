import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';

import type { Host } from '../host.js';
import { processSpace, processStart } from './process-start.js';

/** The machine and the process that Node runs in. */
export const nodeHost: Host = {
  name: hostname(),
  pid: process.pid,
  processSpace,
  processStart,
  describe() {
    const processors = cpus();
    return {
      node: process.version,
      platform: `${platform()} ${release()} ${arch()}`,
      processor: processors[0]?.model ?? 'unknown',
      cores: processors.length,
      memory: Math.round(totalmem() / 2 ** 30),
    };
  },
  memoryLimit() {
    // In a container; 0 or larger than the machine's memory without a limit.
    const constrained = process.constrainedMemory();
    return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  },
};
