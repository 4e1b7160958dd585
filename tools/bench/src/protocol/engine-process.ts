import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import type { Answer, Failed, FirstStep, Job, Memory, Prepared, Ran, Request, Skipped } from './messages.js';

/** How an engine's process is started. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Why an engine takes no part: it isn't there or can't do the work (`skipped`), or something went
 * wrong (`failed`).
 */
export class EngineError extends Error {
  constructor(
    readonly kind: 'skipped' | 'failed',
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: EngineError) => void;
}

const MOST_LOG_LINES = 8;

/** A stopped process would outlive us. */
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/**
 * An engine in a process of its own. Between requests it is stopped (where the system can do that),
 * so that threads that wait for work by spinning take nothing from the engine whose turn it is.
 */
export class EngineProcess {
  /** From the start of the process to its first finished update; undefined before that. */
  firstStepMs: number | undefined;
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly started = performance.now();
  private readonly log: string[] = [];
  private waiting: Waiting | undefined;
  private ended: EngineError | undefined;

  /** @param patienceMs an answer that takes longer ends the process. */
  constructor(
    command: Command,
    private readonly patienceMs: number,
  ) {
    this.child = spawn(command.file, command.args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...command.env },
    });
    alive.add(this.child);
    this.child.on('error', (error) => this.end(startError(command, error)));
    this.child.on('close', (code, signal) => {
      alive.delete(this.child);
      const last = this.log.length > 0 ? `: ${this.log.join(' | ')}` : '.';
      this.end(new EngineError('failed', `its process ended (${signal ?? `exit code ${code}`})${last}`));
    });
    // Writing to an ended process fails. The events above report why it ended.
    this.child.stdin.on('error', () => undefined);
    createInterface({ input: this.child.stdout }).on('line', (line) => this.receive(line));
    createInterface({ input: this.child.stderr }).on('line', (line) => {
      if (line.trim()) this.log.push(line.trim());
      if (this.log.length > MOST_LOG_LINES) this.log.shift();
    });
  }

  async prepare(job: Job): Promise<Prepared> {
    return (await this.ask({ prepare: job })) as Prepared;
  }

  /** Runs several updates. */
  async run(steps: number): Promise<Ran> {
    return (await this.ask({ run: steps })) as Ran;
  }

  async memory(): Promise<Memory> {
    return (await this.ask({ memory: true })) as Memory;
  }

  /** Ends the process at once. */
  dispose(): void {
    this.ended ??= new EngineError('failed', 'its process was ended.');
    this.child.kill('SIGKILL');
  }

  private async ask(request: Request): Promise<Answer> {
    if (this.ended) throw this.ended;
    this.signal('SIGCONT');
    const timer = setTimeout(() => {
      const seconds = Math.round(this.patienceMs / 1000);
      this.end(new EngineError('skipped', `gave up after ${seconds} s`, 'more time: --patience <seconds>'));
      this.dispose();
    }, this.patienceMs);
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        this.waiting = { resolve, reject };
        this.child.stdin.write(`${JSON.stringify(request)}\n`);
      });
      if ('skip' in answer) throw new EngineError('skipped', answer.skip, answer.hint);
      if ('failed' in answer) throw new EngineError('failed', answer.failed);
      return answer;
    } finally {
      clearTimeout(timer);
      this.waiting = undefined;
      this.signal('SIGSTOP');
    }
  }

  private receive(line: string): void {
    const message = parse(line);
    if (!message) this.log.push(line);
    else if ('event' in message) this.firstStepMs = performance.now() - this.started;
    else this.waiting?.resolve(message);
  }

  private end(error: EngineError): void {
    this.ended ??= error;
    this.waiting?.reject(this.ended);
  }

  private signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (process.platform !== 'win32' && !this.ended) this.child.kill(signal);
  }
}

function startError({ file }: Command, error: NodeJS.ErrnoException): EngineError {
  return error.code === 'ENOENT'
    ? new EngineError(
        'skipped',
        `there is no command "${file}"`,
        'Python from elsewhere: --python <interpreter>',
      )
    : new EngineError('failed', `"${file}" does not start: ${error.message}`);
}

function parse(line: string): Answer | FirstStep | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Prepared | Ran | Memory | Skipped | Failed | FirstStep;
  } catch {
    return undefined;
  }
}
