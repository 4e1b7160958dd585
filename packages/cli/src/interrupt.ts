import { exitCodes } from './exit-codes.js';

const codes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;

let received: keyof typeof codes = 'SIGINT';

/** Returns the exit code of an interrupted process: 130 after Ctrl-C, 143 after SIGTERM. */
export function interruptExitCode(): number {
  return codes[received];
}

export interface Interrupt {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/** Aborts a signal at the first Ctrl-C or SIGTERM. The second one ends the process at once. */
export function abortOnInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((name) => {
    const listener = (): void => {
      received = name;
      if (controller.signal.aborted) process.exit(interruptExitCode());
      controller.abort();
      onFirst();
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: controller.signal,
    release() {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
