import { Presets, SingleBar } from 'cli-progress';

/** Where a command writes: what it made goes to stdout, how it is going to stderr. */
export interface Terminal {
  readonly json: boolean;
  readonly quiet: boolean;
  /** How it is going: not with --quiet. */
  status(line: string): void;
  /** What must not be missed. */
  warn(line: string): void;
  /** Work of known length: a live bar on a terminal, a line at its beginning elsewhere. */
  progress(label: string): Progress;
  /** The result: text for people, or one JSON object as the last line. */
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
