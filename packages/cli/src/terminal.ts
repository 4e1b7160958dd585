import { Presets, SingleBar } from 'cli-progress';

/** Output of a command: results go to stdout, progress and warnings to stderr. */
export interface Terminal {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Prints a line of progress, except with --quiet. */
  status(line: string): void;
  /** Prints a warning, with --quiet too. */
  warn(line: string): void;
  /** Shows a progress bar on a terminal, or one line elsewhere. */
  progress(label: string): Progress;
  /** Prints the result as text, or with --json as one JSON object on the last line. */
  result(text: string, data: unknown): void;
}

export interface Progress {
  update(done: number, total: number): void;
  end(): void;
}

export function createTerminal({
  json,
  quiet,
}: {
  readonly json: boolean;
  readonly quiet: boolean;
}): Terminal {
  const status = (line: string): void => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };
  return {
    json,
    quiet,
    status,
    warn(line) {
      process.stderr.write(`warning: ${line}\n`);
    },
    progress(label) {
      if (!quiet && process.stderr.isTTY) return liveProgress(label);
      status(`${label} ...`);
      return { update: () => undefined, end: () => undefined };
    },
    result(text, data) {
      process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${text}\n`);
    },
  };
}

function liveProgress(label: string): Progress {
  const options = { format: `${label} {bar} {percentage}% · {eta_formatted} left`, stream: process.stderr };
  const bar = new SingleBar({ ...options, barsize: 24, clearOnComplete: true }, Presets.shades_classic);
  bar.start(1, 0);
  return {
    update(done, total) {
      bar.setTotal(total);
      bar.update(done);
    },
    end() {
      bar.stop();
    },
  };
}
