// Loaded before a command (`node --import`), this writes the memory of its process in MiB to the
// file that HELMHOLTZ_MEMORY names: every second, and at the end the maximum.
import { appendFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

const file = process.env['HELMHOLTZ_MEMORY'] ?? '/dev/null';
const tell = (/** @type {number} */ bytes) => appendFileSync(file, `${Math.round(bytes / 2 ** 20)}\n`);

setInterval(() => tell(process.memoryUsage.rss()), 1000).unref();
process.on('exit', () => tell(process.resourceUsage().maxRSS * 1024));
