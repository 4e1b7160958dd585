import { main } from '../main.js';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command line in this process and returns its output. One at a time: they share the
 * streams.
 */
export async function runMain(...argv: string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const { stdout, stderr } = process;
  const originals = { stdout: stdout.write.bind(stdout), stderr: stderr.write.bind(stderr) };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: string) => {
      written[name] += text;
      return true;
    };
  }
  try {
    return { code: await main(argv), ...written };
  } finally {
    process.exitCode = undefined;
    stdout.write = originals.stdout;
    stderr.write = originals.stderr;
  }
}
