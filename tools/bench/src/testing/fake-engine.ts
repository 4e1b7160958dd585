// An engine that trains nothing, for the tests: its settings say how it behaves. Each turn is
// written to a file.
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import type { Request } from '../protocol/messages.js';

export interface Behaviour {
  readonly name: string;
  /** A file that a line is added to for each run: the name and the number of steps. */
  readonly log?: string;
  readonly losses?: string;
  /** Reported duration of a step. */
  readonly stepMs?: number;
  readonly skip?: string;
  readonly failed?: string;
  /** The run, counted from 1, in which its process ends; 0 is the preparation. */
  readonly exitAt?: number;
  /** The run in which it never answers. */
  readonly silentAt?: number;
}

let behaviour: Behaviour = { name: '' };
let runs = 0;

const answer = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

/** Whether it is still to answer. */
function misbehaves(): boolean {
  if (behaviour.exitAt === runs) {
    process.stderr.write('out of paper\n');
    process.exit(7);
  }
  return behaviour.silentAt === runs;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  if ('prepare' in request) {
    behaviour = request.prepare.settings as unknown as Behaviour;
    process.stdout.write('a greeting\n{ that is no JSON\n');
    if (misbehaves()) continue;
    if (behaviour.skip) answer({ skip: behaviour.skip, hint: 'buy one' });
    else if (behaviour.failed) answer({ failed: behaviour.failed });
    else {
      answer({ event: 'first step' });
      const losses = (behaviour.losses ?? '3,2,1').split(',').map(Number);
      answer({ version: `${behaviour.name} 1.0`, losses, compileMs: 5 });
    }
  } else if ('run' in request) {
    runs++;
    if (behaviour.log) appendFileSync(behaviour.log, `${behaviour.name} ${request.run}\n`);
    if (misbehaves()) continue;
    answer({ ms: request.run * (behaviour.stepMs ?? 1), loss: 1 });
  } else if ('memory' in request) {
    // For the test that looks whether this process is stopped between requests.
    answer({ peakBytes: process.pid });
  } else process.exit();
}
