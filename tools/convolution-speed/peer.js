import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * PyTorch in a process of its own.
 *
 * @param {string} python a Python that has it.
 * @returns {Promise<Peer | undefined>} undefined if PyTorch is not installed.
 *
 * @typedef {object} Peer
 * @property {string} version
 * @property {(shape: object) => Promise<Record<string, [wall: number, processor: number][]>>} measure
 * @property {() => void} stop
 */
export async function startPeer(python) {
  const script = fileURLToPath(new URL('peer.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const failed = once(child, 'error').then(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), failed]);
  if (!first || first.done) return undefined;
  return {
    version: JSON.parse(first.value).version,
    async measure(shape) {
      child.stdin.write(`${JSON.stringify(shape)}\n`);
      const { value } = await lines.next();
      return JSON.parse(value);
    },
    stop: () => child.stdin.end(),
  };
}
