/** Where a command writes: what it made goes to stdout, how it is going to stderr. */
export interface Terminal {
  readonly json: boolean;
  readonly quiet: boolean;
  /** How it is going: not with --quiet. */
  status(line: string): void;
  /** What must not be missed. */
  warn(line: string): void;
  /** The result: text for people, or one JSON object as the last line. */
  result(text: string, data: unknown): void;
}

export function createTerminal({
  json,
  quiet,
}: {
  readonly json: boolean;
  readonly quiet: boolean;
}): Terminal {
  return {
    json,
    quiet,
    status(line) {
      if (!quiet) process.stderr.write(`${line}\n`);
    },
    warn(line) {
      process.stderr.write(`warning: ${line}\n`);
    },
    result(text, data) {
      process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${text}\n`);
    },
  };
}
