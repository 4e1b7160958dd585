import { RandomStream } from '@helmholtz/distributions';
import type { ExecutionContext } from 'ava';

import { mutated } from './mutate.js';

// 20,000 each by: npm run fuzz
export const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 200);
export const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

/** Of the processor, for one input; most take less than a thousandth of it. */
const MOST_SECONDS = 2;
/** By which all of the process may grow, whatever the inputs say that they hold. */
const MOST_GROWTH = 512 * 2 ** 20;

const kinds = ['usage', 'data', 'graph', 'storage'];

export interface Reader {
  /** Sound files, which are changed. */
  readonly files: readonly Uint8Array[];
  /** Resolves with a value, or rejects with a typed error; anything else is a fault. */
  readonly read: (bytes: Buffer) => unknown;
  /**
   * Makes a changed file look sound again at a place that would refuse it otherwise, such as its
   * checksum.
   */
  readonly mend?: (bytes: Buffer) => Buffer;
}

/**
 * Gives a reader changed files: each must be read or refused by a typed error, within time and
 * memory.
 */
export async function holdsPromise(t: ExecutionContext, name: string, reader: Reader): Promise<void> {
  t.timeout(60 * 60_000);
  const files = reader.files.map((bytes) => Buffer.from(bytes));
  const mend = reader.mend ?? ((bytes: Buffer) => bytes);
  for (const file of files) await reader.read(mend(file));
  const outcomes: Record<string, number> = {};
  let slowest = 0;
  const before = process.resourceUsage().maxRSS;
  for (let input = 0; input < INPUTS; input++) {
    const bytes = mend(mutated(files, new RandomStream(SEED, name, input)));
    const started = process.cpuUsage();
    const outcome = await outcomeOf(reader, bytes);
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    slowest = Math.max(slowest, seconds);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const inputText = `input ${input} of seed ${SEED}: ${bytes.toString('base64').slice(0, 2000)}`;
    if (outcome !== 'value' && !kinds.includes(outcome)) t.fail(`${outcome}\n${inputText}`);
    if (seconds > MOST_SECONDS) t.fail(`${seconds} s\n${inputText}`);
  }
  // In KiB.
  const growth = (process.resourceUsage().maxRSS - before) * 1024;
  t.true(growth < MOST_GROWTH, `memory grew by ${growth} bytes`);
  t.is(({} as Record<string, unknown>)['polluted'], undefined);
  // An input that is always refused, or never, would test little.
  t.true(Object.keys(outcomes).length >= 2, JSON.stringify(outcomes));
  t.log(
    `${INPUTS} inputs: ${JSON.stringify(outcomes)}, slowest ${Math.round(slowest * 1000)} ms, memory + ${Math.round(growth / 2 ** 20)} MiB`,
  );
}

async function outcomeOf({ read }: Reader, bytes: Buffer): Promise<string> {
  try {
    await read(bytes);
    return 'value';
  } catch (error) {
    const { kind, message } = error as { kind?: string; message?: string };
    if (!kind || !message || message.includes('\n')) return `a fault: ${(error as Error).stack}`;
    return kind;
  }
}
