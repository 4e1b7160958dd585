// Loaded before each worker process of ava: appends its processor time and that of its children to
// the file TEST_TIMES.
import { appendFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { TEST_TIMES } = process.env;
const worker = process.argv[1] ?? '';
// The time of child processes counts for their test.
if (TEST_TIMES && worker.endsWith(join('ava', 'lib', 'worker', 'base.js'))) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const { file } = createRequire(worker)(join(dirname(worker), 'options.cjs')).get();
    const seconds = (user + system) / 1e6 + childSeconds();
    appendFileSync(TEST_TIMES, `${JSON.stringify({ file, seconds })}\n`);
  });
}

/** Returns the processor time of finished child processes in seconds; 0 without /proc. */
function childSeconds() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user = 0, system = 0] = fields.slice(13, 15).map(Number);
    return (user + system) / 100;
  } catch {
    return 0;
  }
}
